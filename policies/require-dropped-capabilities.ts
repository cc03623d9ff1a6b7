import { capabilitiesOf, toAddOnly, toDropAll } from '../src/policy/capability.js';
import type { Container } from '../src/policy/container.js';
import { definePolicy } from '../src/policy/policy.js';
import type { Violation } from '../src/policy/policy.js';
import { message, quote } from '../src/policy/quote.js';
import { isAtLeast } from '../src/policy/version.js';
import { linuxFix } from '../src/policy/windows.js';
import { workloads } from '../src/policy/workload.js';
import type { Workload } from '../src/policy/workload.js';

/** The one that may come back: it lets a process that is not root listen on a port below 1024. */
const ALLOWED = 'NET_BIND_SERVICE';

export default definePolicy({
  meta: {
    id: 'require-dropped-capabilities',
    title: 'Containers must drop all capabilities',
    description:
      'A container starts with more than a dozen pieces of root that hardly any program needs. Every container has to drop ALL, by ' +
      'exactly this name, and may add NET_BIND_SERVICE alone. Pods whose spec.os.name is windows are exempt: they have no capabilities. The Pod Security ' +
      'Standards demand it since Kubernetes 1.22. What restrict-added-capabilities finds too is reported here alone, as severe as there.',
    category: 'pod-security',
    severity: 'medium',
    remedy: 'Set securityContext.capabilities.drop to [ALL], and add nothing but NET_BIND_SERVICE.',
    references: [
      'https://kubernetes.io/docs/concepts/security/pod-security-standards/',
      'https://kubernetes.io/docs/tasks/configure-pod-container/security-context/',
    ],
  },
  target: workloads,
  settings: {},
  *check(workload, { kubernetesVersion }) {
    if (workload.isWindows || !isAtLeast(kubernetesVersion, 22)) return;
    for (const container of workload.containers) {
      yield* missingDrop(workload, container);
      yield* forbiddenAdditions(workload, container);
    }
  },
});

function* missingDrop(workload: Workload, container: Container): Iterable<Violation> {
  if (capabilitiesOf(container, 'drop').includes('ALL')) return;
  yield {
    path: container.at('securityContext', 'capabilities', 'drop'),
    message: message((show) => `container ${show(container.name)} does not drop ALL capabilities`),
    ...linuxFix(workload, [toDropAll(container)]),
  };
}

function* forbiddenAdditions(workload: Workload, container: Container): Iterable<Violation> {
  const added = capabilitiesOf(container, 'add');
  if (added.length === 0) return;
  const fix = linuxFix(workload, [toAddOnly(ALLOWED, container)]);
  for (const [index, capability] of added.entries()) {
    if (capability === ALLOWED) continue;
    yield {
      path: container.at('securityContext', 'capabilities', 'add', index),
      message: message(
        (show) => `container ${show(container.name)} adds the capability ${show(capability)}; only ${ALLOWED} may be`,
      ),
      subject: quote(capability),
      remedy: 'Take the capability out of securityContext.capabilities.add.',
      ...fix,
    };
  }
}
