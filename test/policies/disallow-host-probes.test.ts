import policy from '../../policies/disallow-host-probes.js';
import { container, deployment, everyClass, everyPlace, pod } from '../builders.js';
import { testPolicy } from '../policy-tester.js';

const elsewhere = { httpGet: { host: '10.0.0.1', port: 80 } };
const tcpElsewhere = { tcpSocket: { host: 'db.example.com', port: 5432 } };
const itself = { httpGet: { host: '', port: 80, httpHeaders: [{ name: 'Host', value: 'shop.example.com' }] } };
const asks = (asker: string, host: string): string => `the ${asker} of container "app" asks the host "${host}"`;
const listen =
  'Have the program listen on the address of the pod, and only then take away host; or use exec and a command that asks it.';

testPolicy(policy, {
  accepts: [
    { name: 'containers without probes', object: pod(everyClass()) },
    {
      name: 'probes and hooks that ask their own container',
      object: deployment({
        containers: [
          container({
            livenessProbe: itself,
            readinessProbe: { tcpSocket: { port: 80 } },
            startupProbe: { grpc: { port: 80 } },
            lifecycle: { postStart: { exec: { command: ['true'] } }, preStop: itself },
          }),
        ],
      }),
    },
    {
      name: 'another host before Kubernetes 1.34',
      object: pod(everyClass({ livenessProbe: elsewhere })),
      kubernetesVersion: '1.33',
    },
  ],
  rejects: [
    {
      name: 'every class of container whose probe asks another host',
      object: pod(everyClass({ readinessProbe: elsewhere })),
      kubernetesVersion: '1.34',
      violations: everyPlace.map(([name, place]) => ({
        path: `/spec${place}/readinessProbe/httpGet/host`,
        message: `the readinessProbe of container "${name}" asks the host "10.0.0.1"`,
      })),
    },
    {
      name: 'each probe and each hook, over HTTP and over TCP',
      object: pod({
        containers: [
          container({
            livenessProbe: elsewhere,
            readinessProbe: tcpElsewhere,
            startupProbe: elsewhere,
            lifecycle: { postStart: elsewhere, preStop: tcpElsewhere },
          }),
        ],
      }),
      violations: [
        { path: '/spec/containers/0/livenessProbe/httpGet/host', message: asks('livenessProbe', '10.0.0.1') },
        { path: '/spec/containers/0/readinessProbe/tcpSocket/host', message: asks('readinessProbe', 'db.example.com') },
        { path: '/spec/containers/0/startupProbe/httpGet/host', message: asks('startupProbe', '10.0.0.1') },
        { path: '/spec/containers/0/lifecycle/postStart/httpGet/host', message: asks('postStart', '10.0.0.1') },
        { path: '/spec/containers/0/lifecycle/preStop/tcpSocket/host', message: asks('preStop', 'db.example.com') },
      ],
    },
    {
      name: 'the loopback of the node, where a program on its network may listen alone, with a remedy that does not kill it',
      object: pod({
        hostNetwork: true,
        containers: [
          container({ livenessProbe: { httpGet: { host: '127.0.0.1', port: 9879 } }, readinessProbe: elsewhere }),
        ],
      }),
      violations: [
        {
          path: '/spec/containers/0/livenessProbe/httpGet/host',
          message: asks('livenessProbe', '127.0.0.1'),
          remedy: listen,
        },
        { path: '/spec/containers/0/readinessProbe/httpGet/host', message: asks('readinessProbe', '10.0.0.1') },
      ],
    },
    {
      name: 'the loopback of the node from a pod on a network of its own',
      object: pod({ containers: [container({ livenessProbe: { httpGet: { host: '127.0.0.1', port: 80 } } })] }),
      violations: [
        { path: '/spec/containers/0/livenessProbe/httpGet/host', message: asks('livenessProbe', '127.0.0.1') },
      ],
    },
  ],
});
