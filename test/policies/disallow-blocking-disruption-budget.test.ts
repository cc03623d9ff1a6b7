import policy from '../../policies/disallow-blocking-disruption-budget.js';
import type { JsonObject } from '../../src/policy/json.js';
import { testPolicy } from '../policy-tester.js';

const budget = (spec: JsonObject): JsonObject => ({
  apiVersion: 'policy/v1',
  kind: 'PodDisruptionBudget',
  metadata: { name: 'web' },
  spec: { selector: { matchLabels: { app: 'web' } }, ...spec },
});
const blocked = (name: string, value: string) => ({
  path: `/spec/${name}`,
  message: `${name} ${value} lets no pod go`,
});

testPolicy(policy, {
  accepts: [
    { name: 'one pod that may go', object: budget({ maxUnavailable: 1 }) },
    { name: 'a share of the pods that may go', object: budget({ maxUnavailable: '25%' }) },
    { name: 'a number of pods that have to stay', object: budget({ minAvailable: 2 }) },
    { name: 'a share of the pods that have to stay', object: budget({ minAvailable: '99%' }) },
    { name: 'a budget that says nothing', object: budget({ maxUnavailable: null }) },
  ],
  rejects: [
    { name: 'none', object: budget({ maxUnavailable: 0 }), violations: [blocked('maxUnavailable', '0')] },
    { name: '0 %', object: budget({ maxUnavailable: '0%' }), violations: [blocked('maxUnavailable', '"0%"')] },
    { name: 'none as text', object: budget({ maxUnavailable: '0' }), violations: [blocked('maxUnavailable', '"0"')] },
    {
      name: '100 %, in the API version of old',
      object: { ...budget({ minAvailable: '100%' }), apiVersion: 'policy/v1beta1' },
      violations: [blocked('minAvailable', '"100%"')],
    },
  ],
});
