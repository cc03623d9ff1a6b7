import policy from '../../policies/require-topology-spread.js';
import type { Json, JsonObject } from '../../src/policy/json.js';
import { autoscaler, container, cronJob, daemonSet, deployment, job, pod, rollout, statefulSet } from '../builders.js';
import { testPolicy } from '../policy-tester.js';

const labelSelector = { matchLabels: { app: 'web' } };
const other = { matchLabels: { app: 'api' } };
const path = '/spec/template/spec/topologySpreadConstraints';
const violation = { path, message: 'all 3 pods may end up on one node' };

const constraint = (selector: Json, topologyKey = 'kubernetes.io/hostname'): JsonObject => ({
  maxSkew: 1,
  topologyKey,
  whenUnsatisfiable: 'ScheduleAnyway',
  labelSelector: selector,
});
const spread = (...topologySpreadConstraints: readonly Json[]): JsonObject =>
  deployment({ topologySpreadConstraints }, { replicas: 3 });
const required = (term: JsonObject): JsonObject => ({
  affinity: {
    podAntiAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: 'kubernetes.io/hostname', ...term }],
    },
  },
});
const preferred = {
  affinity: {
    podAntiAffinity: {
      preferredDuringSchedulingIgnoredDuringExecution: [
        { weight: 100, podAffinityTerm: { topologyKey: 'kubernetes.io/hostname', labelSelector } },
      ],
    },
  },
};
const apart = (spec: JsonObject): JsonObject => deployment(spec, { replicas: 3 });
const mended = (spec: JsonObject): JsonObject =>
  apart({ ...spec, topologySpreadConstraints: [constraint(labelSelector)] });

testPolicy(policy, {
  accepts: [
    { name: 'a constraint that selects the pods', object: spread(constraint(labelSelector)) },
    { name: 'a constraint that selects every pod', object: spread(constraint({})) },
    {
      name: 'a constraint that selects by expression',
      object: spread(constraint({ matchExpressions: [{ key: 'app', operator: 'In', values: ['web', 'api'] }] })),
    },
    {
      name: 'a port of the node, which only one of the pods can have',
      object: apart({
        containers: [container({ ports: [{ containerPort: 4222 }, { containerPort: 1, hostPort: 4222 }] })],
      }),
    },
    {
      name: 'the network of the node, where each port is one of it, in a sidecar as well',
      object: apart({
        hostNetwork: true,
        initContainers: [container({ name: 'proxy', restartPolicy: 'Always', ports: [{ containerPort: 29_652 }] })],
      }),
    },
    { name: 'a required anti-affinity', object: apart(required({ labelSelector })) },
    { name: 'a preferred anti-affinity', object: apart(preferred) },
    {
      name: 'an anti-affinity that names the own namespace',
      object: apart(required({ labelSelector, namespaces: ['shop', 'other'] })),
      namespace: 'shop',
    },
    {
      name: 'an anti-affinity for every namespace',
      object: apart(required({ labelSelector, namespaces: ['other'], namespaceSelector: {} })),
      namespace: 'shop',
    },
    {
      name: 'an anti-affinity that selects the own namespace by its name',
      object: apart(
        required({ labelSelector, namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'shop' } } }),
      ),
      namespace: 'shop',
    },
    {
      name: 'an anti-affinity for namespaces by labels that nobody here can know',
      object: apart(required({ labelSelector, namespaceSelector: { matchLabels: { team: 'shop' } } })),
      namespace: 'shop',
    },
    { name: 'one replica', object: deployment({}, { replicas: 1 }) },
    { name: 'a number that is not set, which means 1', object: statefulSet() },
    { name: 'an autoscaler that is content with one', object: deployment(), related: [autoscaler()] },
    {
      name: 'what is switched off, so that its autoscaler does nothing',
      object: deployment({}, { replicas: 0 }),
      related: [autoscaler({ minReplicas: 3 })],
    },
    { name: 'a number that is not set, while nobody can see autoscalers', object: deployment(), related: 'unknown' },
    { name: 'DaemonSets, which are on every node anyway', object: daemonSet() },
    { name: 'Jobs', object: job() },
    { name: 'CronJobs', object: cronJob() },
    { name: 'custom resources that name no number', object: rollout() },
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
      name: 'ports that are none of the node, and one of a container that has ended',
      object: apart({
        containers: [container({ ports: [{ containerPort: 80 }, { containerPort: 81, hostPort: 0 }] })],
        initContainers: [container({ name: 'init', ports: [{ containerPort: 82, hostPort: 82 }] })],
      }),
      violations: [violation],
      mended: mended({
        containers: [container({ ports: [{ containerPort: 80 }, { containerPort: 81, hostPort: 0 }] })],
        initContainers: [container({ name: 'init', ports: [{ containerPort: 82, hostPort: 82 }] })],
      }),
    },
    {
      name: 'the network of the node without a port',
      object: apart({ hostNetwork: true }),
      violations: [violation],
      mended: mended({ hostNetwork: true }),
    },
    {
      name: 'replicas of which nobody says anything',
      object: apart({}),
      violations: [{ ...violation, fix: [{ op: 'set', path: `${path}/-`, value: constraint(labelSelector) }] }],
      mended: mended({}),
    },
    {
      name: 'the minimum of an autoscaler',
      object: deployment(),
      related: [autoscaler({ minReplicas: 3 })],
      violations: [violation],
      mended: deployment({ topologySpreadConstraints: [constraint(labelSelector)] }),
    },
    {
      name: 'replicas that are written, whatever nobody can see',
      object: deployment({}, { replicas: 3 }),
      related: 'unknown',
      violations: [violation],
      mended: deployment({ topologySpreadConstraints: [constraint(labelSelector)] }, { replicas: 3 }),
    },
    {
      name: 'a StatefulSet whose constraints are null',
      object: statefulSet({ topologySpreadConstraints: null }, { replicas: 2 }),
      violations: [{ path, message: 'all 2 pods may end up on one node' }],
      mended: statefulSet({ topologySpreadConstraints: [constraint(labelSelector)] }, { replicas: 2 }),
    },
    {
      name: 'a constraint that selects other pods, beside which the same key is taken',
      object: spread(constraint(other)),
      violations: [violation],
      mended: spread(constraint(other), constraint(labelSelector, 'topology.kubernetes.io/zone')),
    },
    {
      name: 'constraints that leave no key for another',
      object: spread(constraint(null), constraint(other, 'topology.kubernetes.io/zone')),
      violations: [violation],
    },
    {
      name: 'an anti-affinity to other pods',
      object: apart(required({ labelSelector: other })),
      violations: [violation],
      mended: mended(required({ labelSelector: other })),
    },
    {
      name: 'an anti-affinity that leaves out the own namespace',
      object: apart(required({ labelSelector, namespaces: ['other'] })),
      namespace: 'shop',
      violations: [violation],
      mended: mended(required({ labelSelector, namespaces: ['other'] })),
    },
    {
      name: 'an anti-affinity for a namespace of another name',
      object: apart(
        required({ labelSelector, namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'other' } } }),
      ),
      namespace: 'shop',
      violations: [violation],
      mended: mended(
        required({ labelSelector, namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'other' } } }),
      ),
    },
    {
      name: 'pods that no label tells from others',
      object: deployment({}, { replicas: 3, selector: { matchLabels: { app: 'api' } } }),
      violations: [violation],
    },
  ],
});
