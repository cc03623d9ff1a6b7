import type { Container } from '../src/policy/container.js';
import { dig } from '../src/policy/json.js';
import type { Json } from '../src/policy/json.js';
import type { Pointer } from '../src/policy/pointer.js';
import { definePolicy } from '../src/policy/policy.js';
import { message, quote } from '../src/policy/quote.js';
import { isAtLeast } from '../src/policy/version.js';
import { workloads } from '../src/policy/workload.js';

/** Everything that the kubelet may ask over the network, by its place in a container. */
const ASKERS = [
  ['livenessProbe'],
  ['readinessProbe'],
  ['startupProbe'],
  ['lifecycle', 'postStart'],
  ['lifecycle', 'preStop'],
] as const;

const HANDLERS = ['httpGet', 'tcpSocket'] as const;

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
      for (const { asker, path, host } of hostsOf(container)) {
        yield {
          path,
          message: message((show) => `the ${asker} of container ${show(container.name)} asks the host ${show(host)}`),
          subject: quote(host),
        };
      }
    }
  },
});

function* hostsOf(container: Container): Iterable<{ asker: string; path: Pointer; host: Json }> {
  for (const place of ASKERS) {
    const asked = dig(container.raw, ...place);
    if (asked === undefined) continue;
    for (const handler of HANDLERS) {
      const host = dig(asked, handler, 'host') ?? '';
      if (host !== '') yield { asker: place.at(-1) ?? '', path: container.at(...place, handler, 'host'), host };
    }
  }
}
