import type { RelatedName } from '../policy/related.js';
import type { Rules } from './rules.js';

/** The kinds that policies look up which a profile contains: a policy that is in force nowhere asks for nothing. Sorted. */
export function relatedInForce({ policies, profiles }: Pick<Rules, 'policies' | 'profiles'>): readonly RelatedName[] {
  const judging = policies.filter(({ meta }) =>
    [...profiles.values()].some((profile) => profile.policies.has(meta.id)),
  );
  return [...new Set(judging.flatMap(({ related = [] }) => related))].sort();
}
