import type { Court } from '../../../src/cli/fix/mend-document.js';
import { createInspect } from '../../../src/engine/inspect.js';
import { completeSettings } from '../../../src/engine/profile.js';
import type { JsonObject } from '../../../src/policy/json.js';
import type { Policy } from '../../../src/policy/policy.js';
import { newestKubernetes } from '../../../src/policy/version.js';

/** Judges by these policies alone, at their defaults or at the settings that are given. */
export function courtOf(policies: readonly Policy[], settings?: JsonObject): Court {
  const judged = policies.map((policy) => {
    const complete = completeSettings(policy, settings);
    return [policy.meta.id, { policy, mode: 'enforce', inject: false, settings: complete }] as const;
  });
  const inspect = createInspect({
    policies,
    profiles: new Map([['these', { name: 'these', policies: new Map(judged) }]]),
    ceiling: 'enforce',
    ownedPods: 'warn',
    kubernetesVersion: newestKubernetes,
  });
  return { inspect, scope: { optIn: { enforce: 'these' }, now: Date.UTC(2026, 0, 15) }, exempt: new Set() };
}
