import { expect } from 'chai';
import policy from '../../policies/require-rolling-update.js';
import type { JsonObject } from '../../src/policy/json.js';
import { autoscaler, container, cronJob, daemonSet, deployment, pod, rollout, statefulSet } from '../builders.js';
import { judge, testPolicy } from '../policy-tester.js';

const rolling = (bounds: JsonObject, replicas?: number): JsonObject =>
  deployment({}, { replicas: replicas ?? null, strategy: { type: 'RollingUpdate', rollingUpdate: bounds } });
const stateful = (bounds: JsonObject, replicas: number): JsonObject =>
  statefulSet({}, { replicas, updateStrategy: { rollingUpdate: bounds } });
const daemons = (updateStrategy: JsonObject, podSpec: JsonObject = {}): JsonObject => {
  const object = daemonSet(podSpec);
  return { ...object, spec: { ...(object['spec'] as JsonObject), updateStrategy } };
};
const ofOpenShift = (strategy: JsonObject): JsonObject => ({
  ...deployment({}, { replicas: 2, strategy }),
  apiVersion: 'apps.openshift.io/v1',
  kind: 'DeploymentConfig',
});
const withClaim: JsonObject = { volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }] };
const withVolume = (bounds: JsonObject, replicas: number): JsonObject =>
  deployment(withClaim, { replicas, strategy: { type: 'RollingUpdate', rollingUpdate: bounds } });
const stuck = 'maxUnavailable and maxSurge are both 0, which the API server refuses';
const bound = '/spec/strategy/rollingUpdate/maxUnavailable';
const all = (which: string, replicas: number): string =>
  `the ${which}, so that a roll-out may take all pods (${replicas}) away at once`;

testPolicy(policy, {
  accepts: [
    { name: 'what the API server fills in', object: deployment({}, { replicas: 3 }) },
    { name: 'null', object: deployment({}, { replicas: 3, strategy: null }) },
    { name: 'one pod less', object: rolling({ maxUnavailable: 1, maxSurge: 0 }, 2) },
    { name: 'a share that is rounded down', object: rolling({ maxUnavailable: '99%' }, 2) },
    { name: 'a single pod that is replaced by its successor', object: rolling({ maxUnavailable: 0 }, 1) },
    { name: 'a single pod that must not have a twin', object: deployment({}, { strategy: { type: 'Recreate' } }) },
    {
      name: 'a bound that the minimum of an autoscaler keeps',
      object: rolling({ maxUnavailable: 1 }),
      related: [autoscaler({ minReplicas: 2 })],
    },
    {
      name: 'a bound beside an autoscaler whose minimum is no number yet',
      object: rolling({ maxUnavailable: 1 }),
      related: [autoscaler({ minReplicas: '2' })],
    },
    {
      name: 'a single pod that must not have a twin, while nobody can see autoscalers',
      object: deployment({}, { strategy: { type: 'Recreate' } }),
      related: 'unknown',
    },
    {
      name: 'a single pod whose volume may not bear another',
      object: withVolume({ maxSurge: 0, maxUnavailable: 1 }, 1),
    },
    {
      name: 'a single pod of which nothing is known but its claim',
      object: withVolume({ maxUnavailable: '100%' }, 1),
      related: 'unknown',
    },
    {
      name: 'a StatefulSet all at once, before Kubernetes keeps what it says',
      object: stateful({ maxUnavailable: '100%' }, 2),
      kubernetesVersion: '1.36',
    },
    { name: 'what is switched off', object: rolling({ maxUnavailable: 1 }, 0) },
    { name: 'a StatefulSet of one', object: stateful({ maxUnavailable: 1 }, 1) },
    { name: 'a StatefulSet that keeps one', object: stateful({ maxUnavailable: '50%' }, 3) },
    { name: 'a share of a StatefulSet that is rounded down', object: stateful({ maxUnavailable: '70%' }, 3) },
    { name: 'a DaemonSet that takes its time', object: daemons({ rollingUpdate: { maxUnavailable: '30%' } }) },
    { name: 'a DeploymentConfig that rolls', object: ofOpenShift({ type: 'Rolling' }) },
    { name: 'CronJobs', object: cronJob() },
    { name: 'custom resources, which mean what they mean', object: rollout() },
    {
      name: 'Pods, with containers of any class',
      object: pod({
        initContainers: [container({ name: 'init' }), container({ name: 'proxy', restartPolicy: 'Always' })],
        ephemeralContainers: [container({ name: 'debug' })],
      }),
    },
  ],
  rejects: [
    {
      name: 'Recreate of more than one',
      object: deployment({}, { replicas: 2, strategy: { type: 'Recreate' } }),
      violations: [{ path: '/spec/strategy/type', message: 'the strategy "Recreate" takes all 2 pods away at once' }],
    },
    {
      name: 'Recreate of what an autoscaler scales',
      object: deployment({}, { strategy: { type: 'Recreate' } }),
      related: [autoscaler()],
      violations: [
        {
          path: '/spec/strategy/type',
          message: 'the strategy "Recreate" takes all pods of the autoscaler away at once',
        },
      ],
    },
    {
      name: 'as many as the minimum of an autoscaler',
      object: rolling({ maxUnavailable: 2 }, 5),
      related: [autoscaler({ minReplicas: 2 })],
      violations: [{ path: bound, message: all('maxUnavailable is 2', 2) }],
    },
    {
      name: 'the only one, with a warning while nobody can see autoscalers',
      object: rolling({ maxUnavailable: 1 }),
      related: 'unknown',
      violations: [{ path: bound, message: all('maxUnavailable is 1', 1), atMost: 'warn' }],
    },
    {
      name: 'a type that is mis-cased',
      object: deployment({}, { strategy: { type: 'rollingUpdate' } }),
      violations: [
        { path: '/spec/strategy/type', message: 'the strategy is "rollingUpdate"; RollingUpdate is wanted' },
      ],
    },
    {
      name: 'updates by hand',
      object: daemons({ type: 'OnDelete' }),
      violations: [
        { path: '/spec/updateStrategy/type', message: 'the updateStrategy is "OnDelete"; RollingUpdate is wanted' },
      ],
    },
    {
      name: 'as many as there are',
      object: rolling({ maxUnavailable: 3 }, 3),
      violations: [{ path: bound, message: all('maxUnavailable is 3', 3) }],
    },
    {
      name: 'the only one',
      object: rolling({ maxUnavailable: 1 }),
      violations: [{ path: bound, message: all('maxUnavailable is 1', 1) }],
    },
    {
      name: 'every one',
      object: rolling({ maxUnavailable: '100%' }, 4),
      violations: [{ path: bound, message: all('maxUnavailable is "100%"', 4) }],
    },
    {
      name: 'a share of nothing, which the controller makes one, without a surge',
      object: rolling({ maxUnavailable: '10%', maxSurge: '0%' }, 1),
      violations: [{ path: bound, message: all('maxUnavailable is "10%"', 1) }],
    },
    {
      name: 'a single pod without a surge',
      object: rolling({ maxSurge: 0 }, 1),
      violations: [{ path: bound, message: all('maxSurge is 0', 1) }],
    },
    {
      name: 'both pods, whatever they mount',
      object: withVolume({ maxSurge: 0, maxUnavailable: 2 }, 2),
      violations: [{ path: bound, message: all('maxUnavailable is 2', 2) }],
    },
    {
      name: 'the only pod of an autoscaler, whatever it mounts',
      object: withVolume({ maxUnavailable: 1 }, 3),
      related: [autoscaler()],
      violations: [{ path: bound, message: all('maxUnavailable is 1', 1) }],
    },
    {
      name: 'a DaemonSet everywhere at once, whatever it mounts',
      object: daemons({ rollingUpdate: { maxUnavailable: '100%' } }, withClaim),
      violations: [
        {
          path: '/spec/updateStrategy/rollingUpdate/maxUnavailable',
          message: 'the maxUnavailable is "100%", so that a roll-out may take all pods away at once',
        },
      ],
    },
    {
      name: 'bounds that let nothing move, of whatever number',
      object: rolling({ maxUnavailable: 0, maxSurge: '0%' }, 0),
      violations: [{ path: bound, message: stuck }],
    },
    {
      name: 'a StatefulSet all at once',
      object: stateful({ maxUnavailable: '100%' }, 2),
      violations: [
        { path: '/spec/updateStrategy/rollingUpdate/maxUnavailable', message: all('maxUnavailable is "100%"', 2) },
      ],
    },
    {
      name: 'a DaemonSet everywhere at once',
      object: daemons({ rollingUpdate: { maxUnavailable: '100%' } }),
      violations: [
        {
          path: '/spec/updateStrategy/rollingUpdate/maxUnavailable',
          message: 'the maxUnavailable is "100%", so that a roll-out may take all pods away at once',
        },
      ],
    },
    {
      name: 'a DeploymentConfig, by its own names',
      object: ofOpenShift({ type: 'Rolling', rollingParams: { maxUnavailable: 2 } }),
      violations: [{ path: '/spec/strategy/rollingParams/maxUnavailable', message: all('maxUnavailable is 2', 2) }],
    },
    {
      name: 'a DeploymentConfig of a type of its own',
      object: ofOpenShift({ type: 'Custom' }),
      violations: [
        {
          path: '/spec/strategy/type',
          message: 'the strategy is "Custom"; Rolling is wanted',
          remedy: 'Set spec.strategy.type to Rolling.',
        },
      ],
    },
  ],
});

describe('require-rolling-update, while nobody can see autoscalers', () => {
  it('denies what no autoscaler would excuse', () => {
    const object = rolling({ maxUnavailable: '100%' }, 4);
    const [violation] = judge(policy, { name: 'every one', object, related: 'unknown' });
    expect(violation).to.include({ path: bound, message: all('maxUnavailable is "100%"', 4) });
    expect(violation).not.to.have.property('atMost');
  });
});

/** What to do, by what is found: each object is then accepted, and taken by the API server. */
const remedies: readonly (readonly [string, JsonObject, string, JsonObject])[] = [
  [
    'one pod that may be away',
    rolling({ maxUnavailable: 1 }),
    'Set maxUnavailable to 0.',
    rolling({ maxUnavailable: 0 }),
  ],
  [
    'one pod that may be away, whatever its surge',
    rolling({ maxUnavailable: 1, maxSurge: 2 }, 1),
    'Set maxUnavailable to 0.',
    rolling({ maxUnavailable: 0, maxSurge: 2 }, 1),
  ],
  ['one pod without a surge', rolling({ maxSurge: 0 }), 'Set maxSurge to 1.', rolling({ maxSurge: 1 })],
  [
    'one pod with neither',
    rolling({ maxUnavailable: 1, maxSurge: 0 }),
    'Set maxSurge to 1, and maxUnavailable to 0.',
    rolling({ maxUnavailable: 0, maxSurge: 1 }),
  ],
  [
    'one pod that cannot be replaced',
    rolling({ maxUnavailable: 0, maxSurge: 0 }),
    'Set maxSurge to 1.',
    rolling({ maxUnavailable: 0, maxSurge: 1 }),
  ],
  [
    'one pod that cannot be replaced, whose volume may not bear another',
    withVolume({ maxUnavailable: 0, maxSurge: 0 }, 1),
    'Set maxUnavailable to 1.',
    withVolume({ maxUnavailable: 1, maxSurge: 0 }, 1),
  ],
  [
    'two pods that cannot be replaced',
    rolling({ maxUnavailable: '0%', maxSurge: 0 }, 2),
    'Set maxUnavailable to 1.',
    rolling({ maxUnavailable: 1, maxSurge: 0 }, 2),
  ],
  [
    'a share of everything, whatever the surge',
    rolling({ maxUnavailable: '100%', maxSurge: 2 }, 3),
    'Set maxUnavailable to 1, or to 2 at most.',
    rolling({ maxUnavailable: 2, maxSurge: 2 }, 3),
  ],
  ['both of two', rolling({ maxUnavailable: 2 }, 2), 'Set maxUnavailable to 1.', rolling({ maxUnavailable: 1 }, 2)],
  [
    'a StatefulSet',
    stateful({ maxUnavailable: 9 }, 3),
    'Set maxUnavailable to 1, or to 2 at most.',
    stateful({ maxUnavailable: 2 }, 3),
  ],
  [
    'a DaemonSet',
    daemons({ rollingUpdate: { maxUnavailable: '100%' } }),
    'Set maxUnavailable to a share below 100 %, or to 0 with a maxSurge above 0.',
    daemons({ rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } }),
  ],
  [
    'a DaemonSet with a surge, which has to be alone',
    daemons({ rollingUpdate: { maxUnavailable: '100%', maxSurge: '10%' } }),
    'Set maxUnavailable to 0, as there is a maxSurge.',
    daemons({ rollingUpdate: { maxUnavailable: 0, maxSurge: '10%' } }),
  ],
  [
    'updates by hand',
    daemons({ type: 'OnDelete' }),
    'Set spec.updateStrategy.type to RollingUpdate.',
    daemons({ type: 'RollingUpdate' }),
  ],
];

describe('what require-rolling-update tells people to do', () => {
  for (const [name, object, remedy, mended] of remedies) {
    it(`mends ${name}`, () => {
      expect(judge(policy, { name, object }).map((one) => one.remedy)).to.deep.equal([remedy]);
      expect(judge(policy, { name, object: mended })).to.deep.equal([]);
    });
  }
});
