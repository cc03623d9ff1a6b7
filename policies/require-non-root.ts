import { definePolicy } from '../src/policy/policy.js';
import { message } from '../src/policy/quote.js';
import { rootFaultsOf } from '../src/policy/root-fault.js';
import { isAtLeast } from '../src/policy/version.js';
import { workloads } from '../src/policy/workload.js';

export default definePolicy({
  meta: {
    id: 'require-non-root',
    title: 'Containers must not run as root',
    description:
      'Root in a container is root on the node as soon as the container has a hole. With runAsNonRoot the kubelet itself ' +
      'refuses to start an image whose user is root; a wrong value is a violation even where every container overrides it, as ' +
      'in the Pod Security Standards.',
    details: [
      'Pods with a user namespace of their own (hostUsers: false) are exempt from Kubernetes 1.35 on.',
      'Windows pods are not exempt: the kubelet takes ContainerAdministrator for root there, and does not start it beside ' +
        'runAsNonRoot. To ask for that user brings a warning, as the standards are silent about it, and no fix sets ' +
        'runAsNonRoot beside it.',
    ],
    category: 'pod-security',
    severity: 'high',
    remedy:
      'Set securityContext.runAsNonRoot to true for the pod, take away runAsUser: 0, and give the image a numeric USER.',
    references: [
      'https://kubernetes.io/docs/concepts/security/pod-security-standards/',
      'https://kubernetes.io/docs/tasks/configure-pod-container/security-context/',
    ],
  },
  target: workloads,
  settings: {},
  *check(workload, { kubernetesVersion }) {
    if (workload.hasUserNamespace && isAtLeast(kubernetesVersion, 35)) return;
    for (const { words, ...fault } of rootFaultsOf(workload)) yield { ...fault, message: message(words) };
  },
});
