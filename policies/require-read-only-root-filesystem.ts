import { field } from '../src/policy/json.js';
import { definePolicy } from '../src/policy/policy.js';
import { message } from '../src/policy/quote.js';
import { linuxFix } from '../src/policy/windows.js';
import { workloads } from '../src/policy/workload.js';

export default definePolicy({
  meta: {
    id: 'require-read-only-root-filesystem',
    title: 'Containers must not write to their root filesystem',
    description:
      'Who breaks into a container that cannot write to itself can neither change its program nor leave one behind, and no file fills ' +
      'the disk of the node unseen. The demand holds for containers of every class. Pods whose spec.os.name is windows are exempt: the API server refuses ' +
      'the field there.',
    category: 'pod-security',
    severity: 'medium',
    remedy: 'Set securityContext.readOnlyRootFilesystem to true, and mount an emptyDir where the program writes.',
    references: [
      'https://kubernetes.io/docs/tasks/configure-pod-container/security-context/',
      'https://kubernetes.io/docs/concepts/storage/volumes/#emptydir',
    ],
  },
  target: workloads,
  settings: {},
  *check(workload) {
    if (workload.isWindows) return;
    for (const container of workload.containers) {
      if (field(container.securityContext, 'readOnlyRootFilesystem') === true) continue;
      const path = container.at('securityContext', 'readOnlyRootFilesystem');
      yield {
        path,
        message: message((show) => `container ${show(container.name)} may write to its root filesystem`),
        ...linuxFix(workload, [{ op: 'set', path, value: true }]),
      };
    }
  },
});
