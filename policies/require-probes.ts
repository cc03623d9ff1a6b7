import type { Container } from '../src/policy/container.js';
import { isProbe } from '../src/policy/handler.js';
import { field } from '../src/policy/json.js';
import { isProbedByKnative } from '../src/policy/knative.js';
import { definePolicy } from '../src/policy/policy.js';
import { message } from '../src/policy/quote.js';
import { workloads } from '../src/policy/workload.js';

export default definePolicy({
  meta: {
    id: 'require-probes',
    title: 'Containers must say when they are ready and whether they are alive',
    description:
      'Without a readiness probe a Service sends traffic to a container that is still starting, and without a liveness probe ' +
      'one that hangs is never restarted. Jobs and other pods that end by themselves are exempt; DaemonSets are not. Of what Knative ' +
      'runs, liveness of the container that serves is demanded: its proxy sees to readiness, by TCP where nothing is said, and no ' +
      'other container may have probes.',
    category: 'availability',
    severity: 'high',
    remedy: 'Add a readinessProbe and a livenessProbe with an httpGet, tcpSocket, exec or grpc handler.',
    references: [
      'https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/',
      'https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/',
    ],
  },
  target: workloads,
  settings: {
    readiness: { type: 'boolean', default: true, description: 'Demand a readiness probe.' },
    liveness: { type: 'boolean', default: true, description: 'Demand a liveness probe.' },
    startup: { type: 'boolean', default: false, description: 'Demand a startup probe.' },
    sidecars: { type: 'boolean', default: false, description: 'Demand the same of sidecars.' },
  },
  *check(workload, { settings }) {
    if (!workload.isLongRunning) return;
    for (const container of workload.containers) {
      if (container.class !== 'app' && !(container.class === 'sidecar' && settings.sidecars)) continue;
      for (const kind of ['readiness', 'liveness', 'startup'] as const) {
        if (!settings[kind] || isProbe(field(container.raw, `${kind}Probe`))) continue;
        if (isProbedByKnative(workload, container, kind)) continue;
        yield { path: container.at(`${kind}Probe`), message: complaint(container, kind) };
      }
    }
  },
});

/** A probe that is there but has no handler deserves another word than one that is missing. */
function complaint(container: Container, kind: string): string {
  const isThere = field(container.raw, `${kind}Probe`) !== undefined;
  return message((show) =>
    isThere
      ? `container ${show(container.name)} has a ${kind} probe without a handler`
      : `container ${show(container.name)} has no ${kind} probe`,
  );
}
