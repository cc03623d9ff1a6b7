import type { Container } from '../src/policy/container.js';
import { arrayAt, field } from '../src/policy/json.js';
import { definePolicy } from '../src/policy/policy.js';
import type { Edit } from '../src/policy/policy.js';
import { message } from '../src/policy/quote.js';
import type { Show } from '../src/policy/quote.js';
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
      const text = (show: Show): string => `container ${show(container.name)} sets privileged to ${show(privileged)}`;
      if (sharesMounts(container)) {
        yield {
          path,
          message: message((show) => `${text(show)}, as a Bidirectional mount demands`),
          remedy:
            'Give no volumeMount the mountPropagation Bidirectional, then set securityContext.privileged to false.',
        };
      } else {
        // The API server refuses the field on Windows pods, whatever it says.
        const fix: Edit = workload.isWindows ? { op: 'remove', path } : { op: 'set', path, value: false };
        yield { path, message: message(text), fix: [fix] };
      }
    }
  },
});

/** The API server lets only privileged containers share their mounts with the node, so a fix alone would make the object invalid. */
function sharesMounts({ raw }: Container): boolean {
  return arrayAt(raw, 'volumeMounts').some((mount) => field(mount, 'mountPropagation') === 'Bidirectional');
}
