import policy from '../../policies/disallow-blocking-disruption-budget.js';
import type { JsonObject } from '../../src/policy/json.js';
import { autoscaler, deployment, statefulSet, within } from '../builders.js';
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
    {
      name: 'fewer pods than are selected',
      object: budget({ minAvailable: 2 }),
      related: [deployment({}, { replicas: 2 }), statefulSet()],
    },
    {
      name: 'a share of the pods that are selected',
      object: budget({ minAvailable: '50%' }),
      related: [deployment({}, { replicas: 3 })],
    },
    {
      name: 'fewer than the minimum of the autoscaler',
      object: budget({ minAvailable: 2 }),
      related: [deployment(), autoscaler({ minReplicas: 3 })],
    },
    {
      name: 'a number that the minimum of the autoscaler, which is none yet, may be above',
      object: budget({ minAvailable: 1 }),
      related: [deployment(), autoscaler({ minReplicas: '2' })],
    },
    {
      name: 'pods that are not selected, or elsewhere',
      object: within('shop', budget({ minAvailable: 2, selector: { matchLabels: { app: 'api' } } })),
      related: [within('shop', deployment()), within('other', deployment({}, { replicas: 2 }))],
    },
    {
      name: 'what is switched off',
      object: budget({ minAvailable: 1 }),
      related: [deployment({}, { replicas: 0 })],
    },
    {
      name: 'pods of a number that nobody can read',
      object: budget({ minAvailable: 1 }),
      related: [deployment(), statefulSet({}, { replicas: '${REPLICAS}' })],
    },
    { name: 'pods that nobody can see', object: budget({ minAvailable: 2 }), related: 'unknown' },
    { name: 'neither number, where no pod is selected', object: budget({ selector: null }) },
    { name: 'a number that is yet to be filled in', object: budget({ maxUnavailable: '${MAX_UNAVAILABLE}' }) },
  ],
  rejects: [
    { name: 'none', object: budget({ maxUnavailable: 0 }), violations: [blocked('maxUnavailable', '0')] },
    { name: '0 %', object: budget({ maxUnavailable: '0%' }), violations: [blocked('maxUnavailable', '"0%"')] },
    { name: 'none as text', object: budget({ maxUnavailable: '0' }), violations: [blocked('maxUnavailable', '"0"')] },
    {
      name: 'neither number, of pods that nobody can see',
      object: budget({}),
      related: 'unknown',
      violations: [
        {
          path: '/spec/maxUnavailable',
          message: 'neither maxUnavailable nor minAvailable is set, which lets no pod go',
          remedy: 'Set maxUnavailable to 1, and run more replicas than that.',
        },
      ],
    },
    {
      name: 'null for both, of every pod',
      object: budget({ maxUnavailable: null, minAvailable: null, selector: {} }),
      violations: [
        {
          path: '/spec/maxUnavailable',
          message: 'neither maxUnavailable nor minAvailable is set, which lets no pod go',
        },
      ],
    },
    {
      name: 'the only pod that is selected',
      object: budget({ minAvailable: 1 }),
      related: [deployment()],
      violations: [{ path: '/spec/minAvailable', message: 'minAvailable 1 keeps the only pod that is selected' }],
    },
    {
      name: 'as many as two workloads have together',
      object: within('shop', budget({ minAvailable: 5 })),
      related: [within('shop', deployment({}, { replicas: 3 })), within('shop', statefulSet({}, { replicas: 2 }))],
      violations: [{ path: '/spec/minAvailable', message: 'minAvailable 5 keeps all 5 pods that are selected' }],
    },
    {
      name: 'as many as are seen, with a warning where pods of other kinds may be selected too',
      object: budget({ minAvailable: 1 }),
      related: [deployment({}, { selector: { matchLabels: { app: 'web', track: 'canary' } } })],
      violations: [
        {
          path: '/spec/minAvailable',
          message: 'minAvailable 1 keeps the only pod that is seen to be selected',
          atMost: 'warn',
        },
      ],
    },
    {
      name: 'as many as are seen, with a warning where everything is selected',
      object: budget({ minAvailable: 5, selector: {} }),
      related: [deployment({}, { replicas: 5 })],
      violations: [
        {
          path: '/spec/minAvailable',
          message: 'minAvailable 5 keeps all 5 pods that are seen to be selected',
          atMost: 'warn',
        },
      ],
    },
    {
      name: 'the only pod that is seen, with a warning where what is switched off may have left its own to another kind',
      object: budget({ minAvailable: 1 }),
      related: [
        deployment({}, { replicas: 0 }),
        statefulSet({}, { selector: { matchLabels: { app: 'web', track: 'canary' } } }),
      ],
      violations: [
        {
          path: '/spec/minAvailable',
          message: 'minAvailable 1 keeps the only pod that is seen to be selected',
          atMost: 'warn',
        },
      ],
    },
    {
      name: 'all of them, by a list of values that their own selector has too',
      object: budget({
        minAvailable: 1,
        selector: { matchExpressions: [{ key: 'app', operator: 'In', values: ['web'] }] },
      }),
      related: [
        deployment({}, { selector: { matchExpressions: [{ key: 'app', operator: 'In', values: ['web', 'site'] }] } }),
      ],
      violations: [{ path: '/spec/minAvailable', message: 'minAvailable 1 keeps the only pod that is selected' }],
    },
    {
      name: 'a share that is rounded up to all',
      object: budget({ minAvailable: '70%' }),
      related: [deployment({}, { replicas: 3 })],
      violations: [{ path: '/spec/minAvailable', message: 'minAvailable "70%" keeps all 3 pods that are selected' }],
    },
    {
      name: 'the minimum of an autoscaler, whatever the number is now',
      object: budget({ minAvailable: 2 }),
      related: [deployment({}, { replicas: 6 }), autoscaler({ minReplicas: 2 })],
      violations: [{ path: '/spec/minAvailable', message: 'minAvailable 2 keeps all 2 pods that are selected' }],
    },
    {
      name: 'all of them, with a warning while nobody can see autoscalers',
      object: budget({ minAvailable: 2 }),
      facts: {
        inventory: (kind) =>
          kind === 'HorizontalPodAutoscaler'
            ? { known: false, reason: 'forbidden' }
            : { known: true, value: kind === 'Deployment' ? [deployment({}, { replicas: 2 })] : [] },
      },
      violations: [
        { path: '/spec/minAvailable', message: 'minAvailable 2 keeps all 2 pods that are selected', atMost: 'warn' },
      ],
    },
    {
      name: '100 %, in the API version of old',
      object: { ...budget({ minAvailable: '100%' }), apiVersion: 'policy/v1beta1' },
      violations: [blocked('minAvailable', '"100%"')],
    },
  ],
});
