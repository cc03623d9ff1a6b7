import { arrayAt, field } from '../src/policy/json.js';
import { definePolicy } from '../src/policy/policy.js';
import { message } from '../src/policy/quote.js';
import { isSafeSysctl } from '../src/policy/sysctl.js';
import { workloads } from '../src/policy/workload.js';

export default definePolicy({
  meta: {
    id: 'restrict-sysctls',
    title: 'Pods may set safe sysctls alone',
    description:
      'Most sysctls change the kernel for every pod of the node, or switch its protections off. Safe ones are those that belong to one ' +
      'pod and harm no other; the list of the Pod Security Standards grew with Kubernetes 1.27, 1.29, 1.32 and 1.37. Names are exact: ' +
      'the form with slashes is refused. Windows pods are exempt.',
    category: 'pod-security',
    severity: 'high',
    remedy: 'Take the sysctl out of securityContext.sysctls, and have it set on the nodes where it is needed.',
    references: [
      'https://kubernetes.io/docs/concepts/security/pod-security-standards/',
      'https://kubernetes.io/docs/tasks/administer-cluster/sysctl-cluster/',
    ],
  },
  target: workloads,
  settings: {},
  *check(workload, { kubernetesVersion }) {
    if (workload.isWindows) return;
    for (const [index, sysctl] of arrayAt(workload.securityContext, 'sysctls').entries()) {
      const name = field(sysctl, 'name');
      if (isSafeSysctl(name, kubernetesVersion)) continue;
      yield {
        path: workload.at('securityContext', 'sysctls', index, 'name'),
        message: message((show) => `the pod sets the sysctl ${show(name)}, which is not known to be safe`),
      };
    }
  },
});
