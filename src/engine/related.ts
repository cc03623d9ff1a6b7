import type { RelatedName } from '../policy/related.js';
import type { Rules } from './rules.js';

/**
 * The kinds that policies look up which a profile contains: a policy that is in force nowhere asks for nothing. Where Pods are
 * given anything, what LimitRanges give them before is looked up too. Sorted.
 */
export function relatedInForce({ policies, profiles }: Pick<Rules, 'policies' | 'profiles'>): readonly RelatedName[] {
  const judging = policies.filter(({ meta }) =>
    [...profiles.values()].some((profile) => profile.policies.has(meta.id)),
  );
  const injects = [...profiles.values()].some((profile) => [...profile.policies.values()].some(({ inject }) => inject));
  const beside: readonly RelatedName[] = injects ? ['LimitRange'] : [];
  return [...new Set([...beside, ...judging.flatMap(({ related = [] }) => related)])].sort();
}
