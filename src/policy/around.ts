import type { Context } from './policy.js';

/** From where one looks for other objects: what is known of them, and the namespace that one looks in. */
export type Around = Pick<Context, 'facts' | 'namespace'>;
