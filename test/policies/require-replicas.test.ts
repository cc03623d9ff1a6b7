import policy from '../../policies/require-replicas.js';
import type { Json, JsonObject } from '../../src/policy/json.js';
import { autoscaler, daemonSet, deployment, job, pod, rollout, statefulSet, within } from '../builders.js';
import { testPolicy } from '../policy-tester.js';

const path = '/spec/replicas';
const unset = 'no number of replicas is set, which means 1; at least 2 are wanted';
const few = (count: string, min = 2): string => `the number of replicas is ${count}; at least ${min} are wanted`;
const remedy = 'Set spec.replicas to 2 or more.';
const ofData =
  'Set spec.replicas to 2 or more if the program replicates its data; if it cannot, set this policy to off in a profile of your own.';
const ofClaim =
  'Set spec.replicas to 2 or more once its claim lets many pods write (ReadWriteMany), or each has its own (a StatefulSet with volumeClaimTemplates); if the program must be alone, set this policy to off in a profile of your own.';
const claiming = (readOnly: boolean): JsonObject => ({
  volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'mysql', readOnly } }],
});
const scale = (spec: Json): JsonObject => ({
  apiVersion: 'autoscaling/v1',
  kind: 'Scale',
  metadata: { name: 'web' },
  spec,
});
const replicaSet: JsonObject = { ...deployment({}, { replicas: 1 }), kind: 'ReplicaSet' };
const ofOpenShift: JsonObject = { ...deployment(), apiVersion: 'apps.openshift.io/v1', kind: 'DeploymentConfig' };

testPolicy(policy, {
  accepts: [
    { name: 'two', object: deployment({}, { replicas: 2 }) },
    { name: 'more', object: statefulSet({}, { replicas: 3 }) },
    { name: 'what is switched off', object: deployment({}, { replicas: 0 }) },
    { name: 'a Scale of two', object: scale({ replicas: 2 }) },
    { name: 'a Scale to nothing, from which the API server leaves the 0 out', object: scale({}) },
    { name: 'one, where the settings want no more', object: deployment(), settings: { min: 1 } },
    {
      name: 'what Knative makes of a Revision and scales by itself',
      object: {
        ...deployment({}, { replicas: 1 }),
        metadata: {
          name: 'web',
          ownerReferences: [{ apiVersion: 'serving.knative.dev/v1', kind: 'Revision', name: 'web-1', uid: '1' }],
        },
      },
    },
    { name: 'what an autoscaler scales', object: deployment(), related: [autoscaler()] },
    { name: 'the Scale of what an autoscaler scales', object: scale({ replicas: 1 }), related: [autoscaler()] },
    {
      name: 'the Scale of a Deployment that an autoscaler scales',
      object: scale({ replicas: 1 }),
      resource: 'deployments',
      related: [autoscaler()],
    },
    {
      name: 'what an autoscaler scales that names no apiVersion',
      object: ofOpenShift,
      related: [autoscaler({ scaleTargetRef: { kind: 'DeploymentConfig', name: 'web' } })],
    },
    {
      name: 'a Deployment of old that an autoscaler scales',
      object: { ...deployment(), apiVersion: 'extensions/v1beta1' },
      related: [autoscaler()],
    },
    {
      name: 'what an autoscaler of old scales, which called the field otherwise',
      object: deployment(),
      related: [
        {
          ...autoscaler({ scaleTargetRef: null, scaleRef: { kind: 'Deployment', name: 'web', subresource: 'scale' } }),
          apiVersion: 'extensions/v1beta1',
        },
      ],
    },
    { name: 'ReplicaSets, whose Deployment is judged', object: replicaSet },
    { name: 'Pods', object: pod() },
    { name: 'DaemonSets', object: daemonSet() },
    { name: 'Jobs', object: job() },
    { name: 'custom resources', object: rollout() },
  ],
  rejects: [
    { name: 'one', object: deployment({}, { replicas: 1 }), violations: [{ path, message: few('1'), remedy }] },
    { name: 'no number', object: statefulSet(), violations: [{ path, message: unset, remedy: ofData }] },
    {
      name: 'one that mounts a claim, which its second pod may be unable to mount',
      object: deployment(claiming(false), { replicas: 1, strategy: { type: 'Recreate' } }),
      violations: [{ path, message: few('1'), remedy: ofClaim }],
    },
    {
      name: 'one that mounts a claim to read, which may be on one node all the same',
      object: { ...deployment(claiming(true)), apiVersion: 'apps.openshift.io/v1', kind: 'DeploymentConfig' },
      violations: [{ path, message: unset, remedy: ofClaim }],
    },
    {
      name: 'a StatefulSet that mounts a claim',
      object: statefulSet(claiming(false)),
      violations: [{ path, message: unset, remedy: ofData }],
    },
    {
      name: 'one with volumes of other types',
      object: deployment({ volumes: [{ name: 'tmp', emptyDir: {} }] }),
      violations: [{ path, message: unset, remedy }],
    },
    { name: 'null', object: deployment({}, { replicas: null }), violations: [{ path, message: unset }] },
    { name: 'a word', object: deployment({}, { replicas: '3' }), violations: [{ path, message: few('"3"') }] },
    { name: 'less than none', object: deployment({}, { replicas: -1 }), violations: [{ path, message: few('-1') }] },
    { name: 'a Scale to one', object: scale({ replicas: 1 }), violations: [{ path, message: few('1') }] },
    {
      name: 'the Scale of one kind where an autoscaler scales another of its name',
      object: scale({ replicas: 1 }),
      resource: 'statefulsets',
      related: [autoscaler()],
      violations: [{ path, message: few('1'), remedy: ofData }],
    },
    {
      name: 'the Scale of a Deployment where an autoscaler scales that of another group',
      object: scale({ replicas: 1 }),
      resource: 'deployments',
      related: [autoscaler({ scaleTargetRef: { apiVersion: 'example.com/v1', kind: 'Deployment', name: 'web' } })],
      violations: [{ path, message: few('1'), remedy }],
    },
    { name: 'a DeploymentConfig', object: ofOpenShift, violations: [{ path, message: unset }] },
    {
      name: 'what an autoscaler of another kind, name or group scales',
      object: deployment(),
      related: [
        ...[{ kind: 'StatefulSet' }, { name: 'api' }, { apiVersion: 'example.com/v1' }].map((other, index) => ({
          ...autoscaler({ scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web', ...other } }),
          metadata: { name: `scaler-${index}` },
        })),
      ],
      violations: [{ path, message: unset }],
    },
    {
      name: 'what an autoscaler of another namespace scales',
      object: deployment(),
      namespace: 'shop',
      related: [within('other', autoscaler())],
      violations: [{ path, message: unset }],
    },
    {
      name: 'one, with a warning, while nobody can see autoscalers',
      object: deployment(),
      related: 'unknown',
      violations: [{ path, message: unset, atMost: 'warn' }],
    },
    {
      name: 'fewer than the settings want',
      object: deployment({}, { replicas: 2 }),
      settings: { min: 3 },
      violations: [{ path, message: few('2', 3), remedy: 'Set spec.replicas to 3 or more.' }],
    },
  ],
});
