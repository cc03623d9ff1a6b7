import { definePolicy } from '../src/policy/policy.js';
import { message } from '../src/policy/quote.js';
import { workloads } from '../src/policy/workload.js';

export default definePolicy({
  meta: {
    id: 'disallow-privileged-containers',
    title: 'Containers must not be privileged',
    description:
      'A privileged container has every capability and every device of its node: whoever breaks into it owns the node, and all ' +
      'that runs there. The demand holds for containers of every class.',
    category: 'pod-security',
    severity: 'critical',
    remedy: 'Set securityContext.privileged to false, or leave it out.',
    references: [
      'https://kubernetes.io/docs/concepts/security/pod-security-standards/',
      'https://kubernetes.io/docs/concepts/security/linux-kernel-security-constraints/#privileged-containers',
    ],
  },
  target: workloads,
  settings: {},
  *check(workload) {
    for (const container of workload.containers) {
      const privileged = container.securityContext?.privileged ?? false;
      if (privileged === false) continue;
      const path = container.at('securityContext', 'privileged');
      yield {
        path,
        message: message((show) => `container ${show(container.name)} sets privileged to ${show(privileged)}`),
        // The API server refuses the field on Windows pods, whatever it says.
        fix: [workload.isWindows ? { op: 'remove', path } : { op: 'set', path, value: false }],
      };
    }
  },
});
