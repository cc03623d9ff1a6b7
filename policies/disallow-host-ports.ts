import type { Container } from '../src/policy/container.js';
import { arrayAt, field } from '../src/policy/json.js';
import type { Json } from '../src/policy/json.js';
import type { Pointer } from '../src/policy/pointer.js';
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
    const isOnHost = field(workload.spec, 'hostNetwork') === true;
    for (const container of workload.containers) {
      for (const { path, port } of hostPortsOf(container, isOnHost)) {
        yield {
          path,
          message: message((show) => `container ${show(container.name)} takes port ${show(port)} of the node`),
          subject: quote(port),
        };
      }
    }
  },
});

/** The ports of the node that a container takes: 0 is none to the API server. */
function* hostPortsOf(container: Container, isOnHost: boolean): Iterable<{ path: Pointer; port: Json }> {
  for (const [index, entry] of arrayAt(container.raw, 'ports').entries()) {
    const port = taken(field(entry, 'hostPort')) ?? (isOnHost ? taken(field(entry, 'containerPort')) : undefined);
    if (port !== undefined) yield { path: container.at('ports', index, 'hostPort'), port };
  }
}

function taken(port: Json | undefined): Json | undefined {
  return port === 0 ? undefined : port;
}
