import type { Rules } from '../engine/rules.js';
import { hasSources } from '../engine/profile.js';
import type { FactName } from '../policy/facts.js';
import { note } from './output.js';

/** How to begin with a source of each kind of fact, and what such a source gives. */
const beginnings: Readonly<Record<FactName, { readonly what: string; readonly how: string }>> = {
  images: { what: 'scan evidence', how: 'trivy image -f json IMAGE | seaworthy receipt' },
};

/**
 * Takes the policies whose facts nobody can find out out of the rules, and says so on standard error. A finding for each image
 * would say the same thing over and over; one warning says it once. The profiles stay whole.
 */
export function withoutBlind(rules: Rules, sources: ReadonlySet<FactName>): Rules {
  for (const { meta, needs = [] } of rules.policies) {
    for (const need of needs.filter((name) => !sources.has(name))) note(warningOf(meta.id, need));
  }
  return { ...rules, policies: rules.policies.filter((policy) => hasSources(policy, sources)) };
}

function warningOf(id: string, need: FactName): string {
  const { what, how } = beginnings[need];
  return `warning: ${id} was not judged, for no source of ${what} is configured; begin with: ${how}`;
}
