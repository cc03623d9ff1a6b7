import { policies } from '../../../policies/index.js';
import { builtinProfiles } from '../../../src/config/profiles.js';
import { see, violationsOf } from '../../../src/engine/evaluate.js';
import { withoutSources } from '../../../src/engine/gather.js';
import { compileProfiles } from '../../../src/engine/profile.js';
import type { JsonObject } from '../../../src/policy/json.js';
import { parseVersion } from '../../../src/policy/version.js';

const { profiles } = compileProfiles({ policies, builtin: builtinProfiles, own: {}, sources: new Set() });

/** The ids of the policies that make up Seaworthy's side of the comparison. */
export const podSecurityPolicies: ReadonlySet<string> = new Set(
  policies.filter(({ meta }) => meta.category === 'pod-security').map(({ meta }) => meta.id),
);

/** The policies about Pod security for which a profile denies a Pod as it is written, for a version such as 1.34. */
export function denyingPolicies(object: JsonObject, profile: string, version: string): readonly string[] {
  const kubernetesVersion = parseVersion(version);
  if (kubernetesVersion === undefined) throw new Error(`${version} is no version`);
  const around = { now: 0, kubernetesVersion, facts: withoutSources };
  const sight = see(object, 'Pod');
  return [...(profiles.get(profile)?.policies.values() ?? [])]
    .filter(({ policy, mode }) => podSecurityPolicies.has(policy.meta.id) && mode === 'enforce')
    .filter((judge) => violationsOf(judge, sight, around).some(({ atMost }) => atMost === undefined))
    .map(({ policy }) => policy.meta.id);
}
