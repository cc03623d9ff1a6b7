import { hostPortsOf } from '../src/policy/host-port.js';
import { definePolicy } from '../src/policy/policy.js';
import { message, quote } from '../src/policy/quote.js';
import { workloads } from '../src/policy/workload.js';

export default definePolicy({
  meta: {
    id: 'disallow-host-ports',
    title: 'Containers must not take ports of their node',
    description:
      'A port of the node goes past Services and network policies, and two pods that want the same one never run on one node. ' +
      'Under hostNetwork each declared port is one of the node, because the API server copies containerPort to hostPort.',
    category: 'pod-security',
    severity: 'medium',
    remedy: 'Take away hostPort, and hostNetwork where it is set; reach the pod through a Service.',
    references: [
      'https://kubernetes.io/docs/concepts/security/pod-security-standards/',
      'https://kubernetes.io/docs/concepts/services-networking/service/',
    ],
  },
  target: workloads,
  settings: {},
  *check(workload) {
    for (const container of workload.containers) {
      for (const { path, port } of hostPortsOf(container, workload)) {
        yield {
          path,
          message: message((show) => `container ${show(container.name)} takes port ${show(port)} of the node`),
          subject: quote(port),
        };
      }
    }
  },
});
