import { askedHostsOf } from '../src/policy/asked-host.js';
import { definePolicy } from '../src/policy/policy.js';
import { message, quote } from '../src/policy/quote.js';
import { isAtLeast } from '../src/policy/version.js';
import { workloads } from '../src/policy/workload.js';

/** What is the node itself: on its network a program may listen there, and nowhere else. */
const LOOPBACK: ReadonlySet<unknown> = new Set(['127.0.0.1', 'localhost', '::1', '[::1]']);

/** Without its host the probe asks the address of the pod, and a failing one has the program killed time and again. */
const LISTEN =
  'Have the program listen on the address of the pod, and only then take away host; or use exec and a command that asks it.';

export default definePolicy({
  meta: {
    id: 'disallow-host-probes',
    title: 'Probes and hooks must ask their own container',
    description:
      'Probes and hooks are sent by the kubelet, from the network of the node. With a host of their own they ask any machine that the ' +
      'node reaches, past every network policy, and never tell about the container. An empty host is the pod. The Pod Security ' +
      'Standards refuse it since Kubernetes 1.34.',
    category: 'pod-security',
    severity: 'medium',
    remedy: 'Take away host; to send another Host header, name it in httpHeaders.',
    references: [
      'https://kubernetes.io/docs/concepts/security/pod-security-standards/',
      'https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/',
    ],
  },
  target: workloads,
  settings: {},
  *check(workload, { kubernetesVersion }) {
    if (!isAtLeast(kubernetesVersion, 34)) return;
    for (const container of workload.containers) {
      for (const { asker, host, path } of askedHostsOf(container)) {
        yield {
          path,
          message: message((show) => `the ${asker} of container ${show(container.name)} asks the host ${show(host)}`),
          subject: quote(host),
          ...(workload.spec['hostNetwork'] === true && LOOPBACK.has(host) && { remedy: LISTEN }),
        };
      }
    }
  },
});
