import type { Container } from '../src/policy/container.js';
import { field } from '../src/policy/json.js';
import type { Pointer } from '../src/policy/pointer.js';
import { definePolicy } from '../src/policy/policy.js';
import type { Violation } from '../src/policy/policy.js';
import { message } from '../src/policy/quote.js';
import type { Show } from '../src/policy/quote.js';
import { isAtLeast } from '../src/policy/version.js';
import { workloads } from '../src/policy/workload.js';
import type { Workload } from '../src/policy/workload.js';

export default definePolicy({
  meta: {
    id: 'require-non-root',
    title: 'Containers must not run as root',
    description:
      'Root in a container is root on the node as soon as the container has a hole. With runAsNonRoot the kubelet itself refuses ' +
      'to start an image whose user is root; a wrong value is a violation even where every container overrides it, as in the Pod ' +
      'Security Standards. Pods with a user namespace of their own (hostUsers: false) are exempt from Kubernetes 1.35 on; Windows pods are not.',
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
    // One word for the whole pod mends a silent container, unless another contradicts: then each says it for itself.
    const isContradicted = workload.containers.some(contradicts);
    yield* wrongSettings(() => 'the pod', workload.securityContext, workload.at('securityContext'));
    for (const container of workload.containers) {
      yield* wrongSettings(
        (show) => `container ${show(container.name)}`,
        container.securityContext,
        container.at('securityContext'),
      );
      if (!saysNothing(workload, container)) continue;
      const path = container.at('securityContext', 'runAsNonRoot');
      const mended = isContradicted ? path : workload.at('securityContext', 'runAsNonRoot');
      yield { path, ...silence(workload, container), fix: [{ op: 'set', path: mended, value: true }] };
    }
  },
});

/** What to say of a container without the word: with a user that is not root it is not root, but nothing holds it to that. */
function silence(workload: Workload, { name, securityContext }: Container): Pick<Violation, 'message' | 'remedy'> {
  const user = field(securityContext, 'runAsUser') ?? field(workload.securityContext, 'runAsUser');
  if (typeof user !== 'number' || user === 0)
    return { message: message((show) => `container ${show(name)} may run as root: runAsNonRoot is not set`) };
  return {
    message: message((show) => `container ${show(name)}: runAsNonRoot is not set, though runAsUser is ${user}`),
    remedy: 'Set securityContext.runAsNonRoot to true for the pod, so that nobody makes it run as root unnoticed.',
  };
}

/** What a security context sets to a wrong value, whether or not another one overrides it. */
function* wrongSettings(who: (show: Show) => string, securityContext: unknown, at: Pointer): Iterable<Violation> {
  const runAsNonRoot = field(securityContext, 'runAsNonRoot');
  if (runAsNonRoot !== undefined && runAsNonRoot !== true) {
    const path = `${at}/runAsNonRoot`;
    yield {
      path,
      message: message((show) => `${who(show)} sets runAsNonRoot to ${show(runAsNonRoot)}, not to true`),
      fix: [{ op: 'set', path, value: true }],
    };
  }
  if (field(securityContext, 'runAsUser') === 0) {
    const path = `${at}/runAsUser`;
    const text = message((show) => `${who(show)} runs as root: runAsUser is 0`);
    yield { path, message: text, fix: [{ op: 'remove', path }] };
  }
}

/** Whether neither the container nor its pod says anything about runAsNonRoot. A pod's wrong value is reported by itself. */
function saysNothing(workload: Workload, container: Container): boolean {
  if (field(container.securityContext, 'runAsNonRoot') !== undefined) return false;
  return field(workload.securityContext, 'runAsNonRoot') === undefined;
}

function contradicts({ securityContext }: Container): boolean {
  const runAsNonRoot = field(securityContext, 'runAsNonRoot');
  return runAsNonRoot !== undefined && runAsNonRoot !== true;
}
