import policy from '../../policies/require-prestop-hook.js';
import { container, deployment, job, pod } from '../builders.js';
import { testPolicy } from '../policy-tester.js';

const ports = [{ containerPort: 8080 }];
const path = '/spec/containers/0/lifecycle/preStop';
const missing = 'container "app" has no preStop hook';
const sleeping = (seconds: number) => ({ ports, lifecycle: { preStop: { sleep: { seconds } } } });

testPolicy(policy, {
  accepts: [
    { name: 'a native sleep', object: pod({ containers: [container(sleeping(5))] }) },
    {
      name: 'any other handler',
      object: deployment({
        containers: [
          container({ ports, lifecycle: { preStop: { exec: { command: ['/drain'] } } } }),
          container({ name: 'b', ports, lifecycle: { preStop: { httpGet: { port: 8080 } } } }),
          container({ name: 'c', ports, lifecycle: { preStop: { tcpSocket: { port: 8080 } } } }),
        ],
      }),
    },
    { name: 'containers that declare no ports', object: pod({ containers: [container({ ports: [] }), container()] }) },
    {
      name: 'what Knative serves, which refuses the field and drains by itself',
      object: {
        ...deployment({ containers: [container({ ports })] }),
        apiVersion: 'serving.knative.dev/v1',
        kind: 'Service',
      },
    },
    {
      name: 'the proxy that Knative adds, which is the one that waits',
      object: pod(
        { containers: [container({ name: 'queue-proxy', ports })] },
        { ownerReferences: [{ apiVersion: 'serving.knative.dev/v1', kind: 'Revision', name: 'web-1', uid: '1' }] },
      ),
    },
    { name: 'Jobs', object: job({ containers: [container({ ports })] }) },
    {
      name: 'pods that end by themselves',
      object: pod({ restartPolicy: 'Never', containers: [container({ ports })] }),
    },
    {
      name: 'init containers, sidecars and ephemeral containers',
      object: pod({
        initContainers: [
          container({ name: 'init', ports }),
          container({ name: 'proxy', ports, restartPolicy: 'Always' }),
        ],
        ephemeralContainers: [container({ name: 'debug', ports })],
      }),
    },
  ],
  rejects: [
    {
      name: 'a container that serves and stops at once',
      object: pod({ containers: [container({ ports })] }),
      violations: [{ path, message: missing, fix: [{ op: 'set', path: `${path}/sleep`, value: { seconds: 5 } }] }],
      mended: pod({ containers: [container(sleeping(5))] }),
    },
    {
      name: 'a kind of others that makes Pods as a Deployment does',
      object: {
        ...deployment({ containers: [container({ ports })] }),
        apiVersion: 'apps.kruise.io/v1',
        kind: 'CloneSet',
      },
      violations: [{ path: `/spec/template${path}`, message: missing }],
      mended: {
        ...deployment({ containers: [container(sleeping(5))] }),
        apiVersion: 'apps.kruise.io/v1',
        kind: 'CloneSet',
      },
    },
    {
      name: 'hooks that are empty, null or without a handler, and keeps what stands beside them',
      object: deployment({
        containers: [
          container({ ports, lifecycle: { preStop: {}, stopSignal: 'SIGTERM' } }),
          container({ name: 'b', ports, lifecycle: { preStop: null } }),
          container({ name: 'c', ports, lifecycle: { preStop: { exec: null, sleep: null } } }),
          container({ name: 'd', ports, lifecycle: null }),
        ],
      }),
      violations: ['app', 'b', 'c', 'd'].map((name, index) => ({
        path: `/spec/template/spec/containers/${index}/lifecycle/preStop`,
        message: `container "${name}" has no preStop hook`,
      })),
      mended: deployment({
        containers: [
          container({ ports, lifecycle: { preStop: { sleep: { seconds: 5 } }, stopSignal: 'SIGTERM' } }),
          container({ name: 'b', ...sleeping(5) }),
          container({ name: 'c', ports, lifecycle: { preStop: { exec: null, sleep: { seconds: 5 } } } }),
          container({ name: 'd', ...sleeping(5) }),
        ],
      }),
    },
    {
      name: 'a short grace period, and shortens the sleep to fit',
      object: pod({ terminationGracePeriodSeconds: 12, containers: [container({ ports })] }),
      violations: [{ path, message: missing }],
      mended: pod({ terminationGracePeriodSeconds: 12, containers: [container(sleeping(2))] }),
    },
    {
      name: 'a grace period with no room for a sleep, without a fix',
      object: pod({ terminationGracePeriodSeconds: 10, containers: [container({ ports })] }),
      violations: [
        {
          path,
          message: `${missing}, and the grace period has no room for one`,
          remedy: 'Raise terminationGracePeriodSeconds, then add lifecycle.preStop with a sleep of a few seconds.',
        },
      ],
    },
    {
      name: 'a grace period that is no number, without a fix',
      object: pod({ terminationGracePeriodSeconds: '30', containers: [container({ ports })] }),
      violations: [
        {
          path,
          message: missing,
          remedy: 'Add lifecycle.preStop with a sleep of a few seconds, within terminationGracePeriodSeconds.',
        },
      ],
    },
    {
      name: 'a container on Kubernetes 1.29, without a fix',
      object: pod({ containers: [container({ ports })] }),
      kubernetesVersion: '1.29',
      violations: [
        {
          path,
          message: `${missing}; its native sleep needs Kubernetes 1.30`,
          remedy: 'Add lifecycle.preStop with an exec that sleeps: the native sleep action needs Kubernetes 1.30.',
        },
      ],
    },
    {
      name: 'a container on Kubernetes 1.30, with the sleep that the settings say',
      object: pod({ terminationGracePeriodSeconds: 60, containers: [container({ ports })] }),
      kubernetesVersion: 'v1.30.2',
      settings: { sleepSeconds: 20, drainSeconds: 45 },
      violations: [{ path, message: missing }],
      mended: pod({ terminationGracePeriodSeconds: 60, containers: [container(sleeping(15))] }),
    },
  ],
});
