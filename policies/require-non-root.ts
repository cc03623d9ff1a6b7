import type { Container } from '../src/policy/container.js';
import { field } from '../src/policy/json.js';
import type { JsonObject } from '../src/policy/json.js';
import type { Pointer } from '../src/policy/pointer.js';
import { definePolicy } from '../src/policy/policy.js';
import type { Violation } from '../src/policy/policy.js';
import { message } from '../src/policy/quote.js';
import type { Show } from '../src/policy/quote.js';
import { isAtLeast } from '../src/policy/version.js';
import { asksForWindowsRoot, runsAsWindowsRoot, userNameOf } from '../src/policy/windows-user.js';
import { runsOnWindows } from '../src/policy/windows.js';
import { workloads } from '../src/policy/workload.js';
import type { Workload } from '../src/policy/workload.js';

export default definePolicy({
  meta: {
    id: 'require-non-root',
    title: 'Containers must not run as root',
    description:
      'Root in a container is root on the node as soon as the container has a hole. With runAsNonRoot the kubelet itself refuses ' +
      'to start an image whose user is root; a wrong value is a violation even where every container overrides it, as in the Pod ' +
      'Security Standards. Pods with a user namespace of their own (hostUsers: false) are exempt from Kubernetes 1.35 on. Windows pods ' +
      'are not: the kubelet takes ContainerAdministrator for root there, and does not start it beside runAsNonRoot. To ask for that ' +
      'user brings a warning, as the standards are silent about it, and no fix sets runAsNonRoot beside it.',
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
    const roots = new Set(workload.containers.filter((one) => runsAsWindowsRoot(workload, one)));
    const isOnWindows = roots.size > 0 || runsOnWindows(workload);
    // One word for the whole pod mends a silent container, unless another contradicts or would break: then each says it for itself.
    const isForEach = roots.size > 0 || workload.containers.some(contradicts);
    const podAt = workload.at('securityContext');
    yield* wrongSettings(() => 'the pod', workload.securityContext, podAt, {
      isOnWindows,
      isFixable: roots.size === 0,
    });
    for (const container of workload.containers) {
      const circumstances = { isOnWindows, isFixable: !roots.has(container) };
      yield* wrongSettings(
        (show) => `container ${show(container.name)}`,
        container.securityContext,
        container.at('securityContext'),
        circumstances,
      );
      if (!saysNothing(workload, container)) continue;
      const path = container.at('securityContext', 'runAsNonRoot');
      const mended = isForEach ? path : workload.at('securityContext', 'runAsNonRoot');
      yield { path, ...silence(workload, container, isOnWindows), ...toTrue(mended, circumstances) };
    }
  },
});

interface Circumstances {
  readonly isOnWindows: boolean;
  /** Whether runAsNonRoot would leave what it is about running: the kubelet refuses the root of Windows beside it. */
  readonly isFixable: boolean;
}

/** What mends a missing or wrong runAsNonRoot. */
function toTrue(path: Pointer, { isOnWindows, isFixable }: Circumstances): Pick<Violation, 'fix' | 'remedy'> {
  return {
    ...(isOnWindows
      ? { remedy: 'Set securityContext.windowsOptions.runAsUserName to ContainerUser, and runAsNonRoot to true.' }
      : {}),
    ...(isFixable ? { fix: [{ op: 'set', path, value: true }] } : {}),
  };
}

/** What to say of a container without the word: with a user that is not root it is not root, but nothing holds it to that. */
function silence(
  workload: Workload,
  { name, securityContext }: Container,
  isOnWindows: boolean,
): Pick<Violation, 'message' | 'remedy'> {
  const user = field(securityContext, 'runAsUser') ?? field(workload.securityContext, 'runAsUser');
  // The kubelet passes over user numbers on Windows.
  if (typeof user !== 'number' || user === 0 || isOnWindows)
    return { message: message((show) => `container ${show(name)} may run as root: runAsNonRoot is not set`) };
  return {
    message: message((show) => `container ${show(name)}: runAsNonRoot is not set, though runAsUser is ${user}`),
    remedy: 'Set securityContext.runAsNonRoot to true for the pod, so that nobody makes it run as root unnoticed.',
  };
}

/** What a security context sets to a wrong value, whether or not another one overrides it. */
function* wrongSettings(
  who: (show: Show) => string,
  securityContext: JsonObject | undefined,
  at: Pointer,
  circumstances: Circumstances,
): Iterable<Violation> {
  if (asksForWindowsRoot(securityContext)) yield windowsRoot(who, securityContext, at);
  const runAsNonRoot = field(securityContext, 'runAsNonRoot');
  if (runAsNonRoot !== undefined && runAsNonRoot !== true) {
    const path = `${at}/runAsNonRoot`;
    yield {
      path,
      message: message((show) => `${who(show)} sets runAsNonRoot to ${show(runAsNonRoot)}, not to true`),
      ...toTrue(path, circumstances),
    };
  }
  if (field(securityContext, 'runAsUser') === 0) {
    const path = `${at}/runAsUser`;
    const text = message((show) => `${who(show)} runs as root: runAsUser is 0`);
    const remedy = 'Take runAsUser away: on Windows, windowsOptions.runAsUserName names the user.';
    yield { path, message: text, fix: [{ op: 'remove', path }], ...(circumstances.isOnWindows ? { remedy } : {}) };
  }
}

/** Only a warning: the Pod Security Standards, which a profile denies no more than, have nothing to say about the name. */
function windowsRoot(who: (show: Show) => string, securityContext: JsonObject | undefined, at: Pointer): Violation {
  const name = userNameOf(securityContext);
  return {
    path: `${at}/windowsOptions/runAsUserName`,
    message: message((show) => `${who(show)} asks for the user ${show(name)}, the root of Windows`),
    remedy: 'Set windowsOptions.runAsUserName to ContainerUser: the kubelet refuses this one beside runAsNonRoot.',
    atMost: 'warn',
  };
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
