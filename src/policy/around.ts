import type { Context } from './policy.js';

/** From where one looks for other objects: what is known of them, the namespace that one looks in, its release, and what is added there. */
export type Around = Pick<Context, 'facts' | 'namespace' | 'resource' | 'injected' | 'kubernetesVersion'>;
