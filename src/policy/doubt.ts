import type { Fact } from './facts.js';

/** For a violation that a fact might have excused: as long as the fact is not known, it denies nothing. */
export function warnUnlessKnown(...facts: readonly Fact<unknown>[]): { readonly atMost?: 'warn' } {
  return facts.every(({ known }) => known) ? {} : { atMost: 'warn' };
}
