import type { Rules } from '../engine/rules.js';
import { hasSources } from '../engine/sources.js';
import type { FactName } from '../policy/facts.js';
import type { Policy } from '../policy/policy.js';
import { note } from './output.js';

/**
 * Takes the policies whose facts nobody can find out out of the rules, and tells of each. A finding for each image would say
 * the same thing over and over; one warning on standard error says it once. The profiles stay whole.
 */
export function withoutBlind(
  rules: Rules,
  sources: ReadonlySet<FactName>,
  tell: (policy: Policy) => void = warn,
): Rules {
  for (const policy of rules.policies) if (!hasSources(policy, sources)) tell(policy);
  return { ...rules, policies: rules.policies.filter((policy) => hasSources(policy, sources)) };
}

/** Says on standard error that a policy was not judged, and where to begin. */
export function warn({ meta: { id } }: Policy): void {
  note(
    `warning: ${id} was not judged, for no source of scan evidence is configured; begin with: trivy image -f json IMAGE | seaworthy receipt`,
  );
}
