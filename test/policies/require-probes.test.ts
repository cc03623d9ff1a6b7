import policy from '../../policies/require-probes.js';
import type { JsonObject } from '../../src/policy/json.js';
import { container, cronJob, daemonSet, deployment, job, pod, podTemplate, statefulSet } from '../builders.js';
import { testPolicy } from '../policy-tester.js';

const probe = { httpGet: { path: '/healthz', port: 8080 } };
const probed = { readinessProbe: probe, livenessProbe: probe };
const ports = [{ containerPort: 8080 }];
const served = (...containers: JsonObject[]): JsonObject => ({
  ...deployment({ containers }),
  apiVersion: 'serving.knative.dev/v1',
  kind: 'Service',
});
const ofKnative: JsonObject = { 'serving.knative.dev/revision': 'web-1' };
const ofRevision = {
  apiVersion: 'serving.knative.dev/v1',
  kind: 'Revision',
  name: 'web-1',
  uid: '1',
  controller: true,
};
const ofReplicaSet = {
  apiVersion: 'apps/v1',
  kind: 'ReplicaSet',
  name: 'web-1-deployment-7',
  uid: '2',
  controller: true,
};
const runByKnative = [
  container({ name: 'user-container', ports, livenessProbe: probe }),
  container({ name: 'queue-proxy', ports: [{ containerPort: 8012 }], readinessProbe: probe }),
];
const none = (name: string, kind: string): string => `container "${name}" has no ${kind} probe`;

testPolicy(policy, {
  accepts: [
    { name: 'both probes', object: pod({ containers: [container(probed)] }) },
    {
      name: 'each kind of handler',
      object: deployment({
        containers: [
          container({
            readinessProbe: { tcpSocket: { port: 'http' } },
            livenessProbe: { exec: { command: ['true'] } },
          }),
          container({ name: 'rpc', readinessProbe: { grpc: { port: 9000 } }, livenessProbe: probe }),
        ],
      }),
    },
    { name: 'Jobs', object: job() },
    { name: 'CronJobs', object: cronJob() },
    { name: 'Jobs that forgot their restart policy', object: job({ restartPolicy: null }) },
    { name: 'a Pod that is restarted on failure only', object: pod({ restartPolicy: 'OnFailure' }) },
    { name: 'a PodTemplate that is never restarted', object: podTemplate({ restartPolicy: 'Never' }) },
    {
      name: 'init containers, sidecars and ephemeral containers without probes',
      object: pod({
        containers: [container(probed)],
        initContainers: [container({ name: 'init' }), container({ name: 'proxy', restartPolicy: 'Always' })],
        ephemeralContainers: [container({ name: 'debug' })],
      }),
    },
    {
      name: 'a Service of Knative, which asks the port by itself',
      object: served(container({ livenessProbe: probe })),
    },
    {
      name: 'the containers of a Service of Knative that may have no probes, as they do not serve',
      object: served(container({ ports, livenessProbe: probe }), container({ name: 'cache' })),
    },
    {
      name: 'the Deployment that Knative makes of a Revision',
      object: { ...deployment({ containers: runByKnative }), metadata: { name: 'web', ownerReferences: [ofRevision] } },
    },
    {
      name: 'a Pod of it',
      object: pod({ containers: runByKnative }, { labels: ofKnative, ownerReferences: [ofReplicaSet] }),
    },
    {
      name: 'what the settings do not ask for',
      object: pod(),
      settings: { readiness: false, liveness: false },
    },
  ],
  rejects: [
    {
      name: 'a container without probes',
      object: pod(),
      violations: [
        { path: '/spec/containers/0/readinessProbe', message: none('app', 'readiness') },
        { path: '/spec/containers/0/livenessProbe', message: none('app', 'liveness') },
      ],
    },
    {
      name: 'liveness of what Knative serves, alone or before another',
      object: served(container({ ports }), container({ name: 'cache' })),
      violations: [{ path: '/spec/template/spec/containers/0/livenessProbe', message: none('app', 'liveness') }],
    },
    {
      name: 'what bears no more than the name and the label of Knative',
      object: pod({ containers: [container({ name: 'queue-proxy', livenessProbe: probe })] }, { labels: ofKnative }),
      violations: [{ path: '/spec/containers/0/readinessProbe', message: none('queue-proxy', 'readiness') }],
    },
    {
      name: 'what has another owner than a Revision',
      object: pod({ containers: runByKnative }, { ownerReferences: [ofReplicaSet, { ...ofRevision, kind: 'Route' }] }),
      violations: [
        { path: '/spec/containers/0/readinessProbe', message: none('user-container', 'readiness') },
        { path: '/spec/containers/1/livenessProbe', message: none('queue-proxy', 'liveness') },
      ],
    },
    {
      name: 'the containers of a DaemonSet',
      object: daemonSet({ containers: [container({ livenessProbe: probe })] }),
      violations: [{ path: '/spec/template/spec/containers/0/readinessProbe', message: none('app', 'readiness') }],
    },
    {
      name: 'null, and probes without a handler',
      object: statefulSet({
        containers: [container({ readinessProbe: null, livenessProbe: { periodSeconds: 5, httpGet: null } })],
      }),
      violations: [
        { path: '/spec/template/spec/containers/0/readinessProbe', message: none('app', 'readiness') },
        {
          path: '/spec/template/spec/containers/0/livenessProbe',
          message: 'container "app" has a liveness probe without a handler',
        },
      ],
    },
    {
      name: 'a restart policy of Always, null or nothing at all alike',
      object: pod({ restartPolicy: '', containers: [container({ readinessProbe: probe })] }),
      violations: [{ path: '/spec/containers/0/livenessProbe', message: none('app', 'liveness') }],
    },
    {
      name: 'sidecars and missing startup probes, when the settings ask for them',
      object: pod({
        containers: [container({ ...probed, startupProbe: probe })],
        initContainers: [container({ name: 'proxy', restartPolicy: 'Always', ...probed }), container({ name: 'init' })],
      }),
      settings: { startup: true, sidecars: true },
      violations: [{ path: '/spec/initContainers/0/startupProbe', message: none('proxy', 'startup') }],
    },
    {
      name: 'an init container whose restart policy is mis-cased, as no sidecar, and its app container',
      object: pod({
        containers: [container({ readinessProbe: probe })],
        initContainers: [container({ name: 'proxy', restartPolicy: 'always' })],
      }),
      settings: { sidecars: true },
      violations: [{ path: '/spec/containers/0/livenessProbe', message: none('app', 'liveness') }],
    },
  ],
});
