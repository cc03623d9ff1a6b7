import { askedHostsOf } from '../src/policy/asked-host.js';
import { definePolicy } from '../src/policy/policy.js';
import { message, quote } from '../src/policy/quote.js';
import { isAtLeast } from '../src/policy/version.js';
import { workloads } from '../src/policy/workload.js';

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
        };
      }
    }
  },
});
