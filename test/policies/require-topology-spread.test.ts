import policy from '../../policies/require-topology-spread.js';
import type { Json, JsonObject } from '../../src/policy/json.js';
import { autoscaler, container, cronJob, daemonSet, deployment, job, pod, rollout, statefulSet } from '../builders.js';
import { testPolicy } from '../policy-tester.js';

const labelSelector = { matchLabels: { app: 'web' } };
const other = { matchLabels: { app: 'api' } };
const path = '/spec/template/spec/topologySpreadConstraints';
const violation = { path, message: 'all 3 pods may end up on one node' };

const zone = 'topology.kubernetes.io/zone';
const strict = { whenUnsatisfiable: 'DoNotSchedule' };
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
const preferred = (topologyKey: string): JsonObject => ({
  affinity: {
    podAntiAffinity: {
      preferredDuringSchedulingIgnoredDuringExecution: [
        { weight: 100, podAffinityTerm: { topologyKey, labelSelector } },
      ],
    },
  },
});
const apart = (spec: JsonObject): JsonObject => deployment(spec, { replicas: 3 });
const mended = (spec: JsonObject): JsonObject =>
  apart({ ...spec, topologySpreadConstraints: [constraint(labelSelector)] });
const ofRevision: JsonObject = {
  ...apart({}),
  metadata: {
    name: 'web',
    ownerReferences: [{ apiVersion: 'serving.knative.dev/v1', kind: 'Revision', name: 'web-1' }],
  },
};

testPolicy(policy, {
  accepts: [
    { name: 'a constraint that selects the pods', object: spread(constraint(labelSelector)) },
    { name: 'a constraint that selects every pod', object: spread(constraint({})) },
    {
      name: 'a constraint that selects by expression',
      object: spread(constraint({ matchExpressions: [{ key: 'app', operator: 'In', values: ['web', 'api'] }] })),
    },
    ...[zone, 'failure-domain.beta.kubernetes.io/zone', 'topology.rook.io/rack', 'example.com/room'].map((key) => ({
      name: `a constraint over ${key}`,
      object: spread(constraint(labelSelector, key)),
    })),
    { name: 'a skew that parts them', object: spread({ ...constraint(labelSelector), ...strict, maxSkew: 2 }) },
    {
      name: 'a skew that parts as many as the autoscaler wants',
      object: spread({ ...constraint(labelSelector), maxSkew: 3 }),
      related: [autoscaler({ minReplicas: 4 })],
    },
    {
      name: 'any skew, while nobody can see autoscalers',
      object: spread({ ...constraint(labelSelector), maxSkew: 3 }),
      related: 'unknown',
    },
    {
      name: 'a required anti-affinity by whatever label, as one node has one of each',
      object: apart(required({ labelSelector, topologyKey: 'kubernetes.io/os' })),
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
    { name: 'a preferred anti-affinity', object: apart(preferred('kubernetes.io/hostname')) },
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
      name: 'what Knative makes, in which nobody else can mend anything',
      object: ofRevision,
      violations: [
        {
          ...violation,
          remedy:
            'Set default-affinity-type to prefer-spread-revision-over-nodes in the ConfigMap config-deployment of Knative, which ' +
            'undoes what is written here.',
        },
      ],
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
      name: 'a constraint that selects other pods, which is mended, as there is no place for another',
      object: spread(constraint(null, zone), constraint(other)),
      violations: [{ ...violation, fix: [{ op: 'set', path: `${path}/1/labelSelector`, value: labelSelector }] }],
      mended: spread(constraint(null, zone), constraint(labelSelector)),
    },
    {
      name: 'a constraint that selects other pods and keeps some from running, beside which there is a place',
      object: spread({ ...constraint(other), ...strict }),
      violations: [violation],
      mended: spread({ ...constraint(other), ...strict }, constraint(labelSelector)),
    },
    {
      name: 'a constraint whose selector the API server would refuse beside its keys',
      object: spread({ ...constraint(null), matchLabelKeys: ['app'] }),
      violations: [violation],
    },
    {
      name: 'a constraint that lets all pods be on one node',
      object: spread({ ...constraint(labelSelector), maxSkew: 3, matchLabelKeys: ['pod-template-hash'] }),
      violations: [{ ...violation, fix: [{ op: 'set', path: `${path}/0/maxSkew`, value: 1 }] }],
      mended: spread({ ...constraint(labelSelector), matchLabelKeys: ['pod-template-hash'] }),
    },
    {
      name: 'a constraint that lets all pods of other workloads be on one node',
      object: spread({ ...constraint(other), maxSkew: 5 }),
      violations: [violation],
      mended: spread(constraint(labelSelector)),
    },
    {
      name: 'constraints that let all pods be in one zone, or on one node for certain',
      object: spread({ ...constraint({}, zone), maxSkew: 9 }, { ...constraint({}), ...strict, maxSkew: 4 }),
      violations: [violation],
      mended: spread(
        { ...constraint({}, zone), maxSkew: 9 },
        { ...constraint({}), ...strict, maxSkew: 4 },
        constraint(labelSelector),
      ),
    },
    {
      name: 'a constraint over what every node has the same of',
      object: spread(constraint(labelSelector, 'kubernetes.io/os')),
      violations: [violation],
      mended: spread(constraint(labelSelector, 'kubernetes.io/os'), constraint(labelSelector)),
    },
    {
      name: 'a preferred anti-affinity over what every node has the same of',
      object: apart(preferred('beta.kubernetes.io/arch')),
      violations: [violation],
      mended: mended(preferred('beta.kubernetes.io/arch')),
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
