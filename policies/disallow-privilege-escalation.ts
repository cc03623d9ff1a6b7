import type { Container } from '../src/policy/container.js';
import { arrayAt, field } from '../src/policy/json.js';
import { definePolicy } from '../src/policy/policy.js';
import { message } from '../src/policy/quote.js';
import { isAtLeast } from '../src/policy/version.js';
import { linuxFix } from '../src/policy/windows.js';
import { workloads } from '../src/policy/workload.js';

export default definePolicy({
  meta: {
    id: 'disallow-privilege-escalation',
    title: 'Containers must not gain privileges',
    description:
      'A process that may gain more privileges than its parent, by a setuid binary for example, turns a small hole into root. ' +
      'The default is to allow it, so every container has to say no. Pods whose spec.os.name is windows are ' +
      'exempt, and clusters before Kubernetes 1.8: the field does not exist there.',
    category: 'pod-security',
    severity: 'high',
    remedy: 'Set securityContext.allowPrivilegeEscalation to false.',
    references: [
      'https://kubernetes.io/docs/concepts/security/pod-security-standards/',
      'https://kubernetes.io/docs/tasks/configure-pod-container/security-context/',
    ],
  },
  target: workloads,
  settings: {},
  injectable: true,
  *check(workload, { kubernetesVersion }) {
    if (workload.isWindows || !isAtLeast(kubernetesVersion, 8)) return;
    for (const container of workload.containers) {
      if (container.securityContext?.allowPrivilegeEscalation === false) continue;
      const path = container.at('securityContext', 'allowPrivilegeEscalation');
      const reasons = reasonsFor(container);
      if (reasons.length > 0) {
        yield {
          path,
          message: message(
            (show) => `container ${show(container.name)} may gain privileges, as its other settings demand`,
          ),
          remedy: `Take away ${reasons.join(' and ')}, then set securityContext.allowPrivilegeEscalation to false.`,
        };
      } else {
        yield {
          path,
          message: message((show) => `container ${show(container.name)} may gain privileges`),
          ...linuxFix(workload, [{ op: 'set', path, value: false }]),
        };
      }
    }
  },
});

/** What of the container's settings the API server refuses `false` beside, so that a fix alone would make the object invalid. */
function reasonsFor({ securityContext }: Container): readonly string[] {
  const added = arrayAt(field(securityContext, 'capabilities'), 'add');
  return [
    ...(securityContext?.privileged === true ? ['privileged'] : []),
    ...(added.includes('CAP_SYS_ADMIN') ? ['CAP_SYS_ADMIN'] : []),
  ];
}
