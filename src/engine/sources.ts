import type { FactName } from '../policy/facts.js';
import type { Policy } from '../policy/policy.js';

/**
 * Whether there is a source of everything that a policy wants to know. The configuration names the sources of scan evidence alone:
 * other objects and schemas are there or not whatever it says, and a policy finds them unknown where they are not.
 */
export function hasSources(policy: Policy, sources: ReadonlySet<FactName>): boolean {
  return (policy.needs ?? []).every((need) => need !== 'images' || sources.has(need));
}
