import { field } from '../src/policy/json.js';
import { definePolicy } from '../src/policy/policy.js';
import { message } from '../src/policy/quote.js';
import { isAtLeast } from '../src/policy/version.js';
import { workloads } from '../src/policy/workload.js';

export default definePolicy({
  meta: {
    id: 'restrict-proc-mount',
    title: 'Containers must keep the masks over /proc',
    description:
      'Container runtimes hide parts of /proc that tell about the kernel and the node, or change them. A procMount other than Default ' +
      'takes the masks away. In a user namespace of its own (hostUsers: false) a pod does less harm, and the baseline profile lets it ' +
      'do so from Kubernetes 1.35 on. Windows pods are exempt.',
    category: 'pod-security',
    severity: 'high',
    remedy: 'Take away securityContext.procMount.',
    references: [
      'https://kubernetes.io/docs/concepts/security/pod-security-standards/',
      'https://kubernetes.io/docs/concepts/workloads/pods/user-namespaces/',
    ],
  },
  target: workloads,
  settings: {
    allowWithUserNamespaces: {
      type: 'boolean',
      default: false,
      description: 'Lets pods with a user namespace of their own choose, on Kubernetes 1.35 and newer.',
    },
  },
  *check(workload, { settings, kubernetesVersion }) {
    if (workload.isWindows) return;
    const isFree = workload.hasUserNamespace && isAtLeast(kubernetesVersion, 35);
    if (isFree && settings.allowWithUserNamespaces) return;
    for (const container of workload.containers) {
      const procMount = field(container.securityContext, 'procMount') ?? 'Default';
      if (procMount === 'Default') continue;
      yield {
        path: container.at('securityContext', 'procMount'),
        message: message((show) => `container ${show(container.name)} sets procMount to ${show(procMount)}`),
      };
    }
  },
});
