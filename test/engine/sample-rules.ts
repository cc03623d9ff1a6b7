import { compileProfiles } from '../../src/engine/profile.js';
import type { ProfileDefinitions } from '../../src/engine/profile.js';
import type { Rules } from '../../src/engine/rules.js';
import type { FactName } from '../../src/policy/facts.js';
import type { JsonObject } from '../../src/policy/json.js';
import { samplePolicies } from './sample-policies.js';

const builtin: ProfileDefinitions = {
  production: { policies: { 'require-flag': {}, 'require-team': {} } },
  strict: { extends: 'production', policies: { 'require-room': {} } },
};

/** Rules over the sample policies; `own` profiles are the operator's. */
export function rulesFor(own: ProfileDefinitions = {}, more: Partial<Rules> = {}): Rules {
  const policies = more.policies ?? samplePolicies;
  const sources = new Set<FactName>(more.images === undefined ? [] : ['images']);
  const { profiles, problems } = compileProfiles({ policies, builtin, own, sources });
  if (problems.length > 0) throw new Error(JSON.stringify(problems));
  return {
    ceiling: 'enforce',
    ownedPods: 'warn',
    kubernetesVersion: { major: 1, minor: 37 },
    ...more,
    policies,
    profiles,
  };
}

export function samplePod(...containers: readonly JsonObject[]): JsonObject {
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web' }, spec: { containers } };
}

export function sampleDeployment(...containers: readonly JsonObject[]): JsonObject {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web' },
    spec: { template: { spec: { containers } } },
  };
}

/** Freezes a value through and through, so that a write to it throws. */
export function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) Object.values(value).forEach(deepFreeze);
  return Object.freeze(value);
}
