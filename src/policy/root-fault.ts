import type { Fault } from './fault.js';
import { field } from './json.js';
import type { JsonObject } from './json.js';
import { isServedByKnative } from './knative.js';
import type { Pointer } from './pointer.js';
import type { Violation } from './policy.js';
import { rememberLatest } from './remember.js';
import { securitySettersOf } from './security-context.js';
import type { SecuritySetter } from './security-context.js';
import { asksForWindowsRoot, runsAsWindowsRoot, userNameOf } from './windows-user.js';
import { runsOnWindows } from './windows.js';
import type { Workload } from './workload.js';

/** Root that runs in a pod, or may: at the setting that says so, or at the one that should say otherwise. */
export type RootFault = Fault & Pick<Violation, 'fix' | 'atMost'>;

/** Of the pod and each container what it sets wrongly, whether or not another one overrides it, and where nothing is said. */
export function* rootFaultsOf(workload: Workload): Iterable<RootFault> {
  const isSaidForAll = field(workload.securityContext, 'runAsNonRoot') !== undefined;
  for (const setter of securitySettersOf(workload)) {
    const { container, securityContext } = setter;
    if (asksForWindowsRoot(securityContext)) yield windowsRoot(setter);
    if (isWrong(securityContext)) yield wrongWord(setter, workload);
    if (field(securityContext, 'runAsUser') === 0) yield rootByNumber(setter, workload);
    const isSilent = field(securityContext, 'runAsNonRoot') === undefined;
    if (container !== undefined && isSilent && !isSaidForAll) yield silence(setter, workload);
  }
}

function isWrong(securityContext: JsonObject | undefined): boolean {
  const runAsNonRoot = field(securityContext, 'runAsNonRoot');
  return runAsNonRoot !== undefined && runAsNonRoot !== true;
}

/** Only a warning: the Pod Security Standards, which a profile denies no more than, have nothing to say about the name. */
function windowsRoot({ who, securityContext, at }: SecuritySetter): RootFault {
  return {
    path: at('windowsOptions', 'runAsUserName'),
    words: (show) => `${who(show)} asks for the user ${show(userNameOf(securityContext))}, the root of Windows`,
    remedy: 'Set windowsOptions.runAsUserName to ContainerUser: the kubelet refuses this one beside runAsNonRoot.',
    atMost: 'warn',
  };
}

function wrongWord(setter: SecuritySetter, workload: Workload): RootFault {
  const { who, securityContext, at } = setter;
  const path = at('runAsNonRoot');
  const word = field(securityContext, 'runAsNonRoot');
  const words: Fault['words'] = (show) => `${who(show)} sets runAsNonRoot to ${show(word)}, not to true`;
  return { path, words, ...toTrue(path, setter, workload) };
}

function rootByNumber({ who, at }: SecuritySetter, workload: Workload): RootFault {
  const path = at('runAsUser');
  const remedy = 'Take runAsUser away: on Windows, windowsOptions.runAsUserName names the user.';
  return {
    path,
    words: (show) => `${who(show)} runs as root: runAsUser is 0`,
    fix: [{ op: 'remove', path }],
    ...(aboutPod(workload).isOnWindows ? { remedy } : {}),
  };
}

/** Knative refuses what is set for the whole pod, unless it was told otherwise. */
const FOR_KNATIVE = 'Set securityContext.runAsNonRoot of the container to true, and give the image a numeric USER.';

/** Of a container without the word: with a user that is not root it is not root, but nothing holds it to that. */
function silence(setter: SecuritySetter, workload: Workload): RootFault {
  const { who, securityContext, at } = setter;
  const { isOnWindows, isForEach } = aboutPod(workload);
  const path = at('runAsNonRoot');
  const mending = {
    ...(isServedByKnative(workload) && { remedy: FOR_KNATIVE }),
    ...toTrue(isForEach ? path : workload.at('securityContext', 'runAsNonRoot'), setter, workload),
  };
  const user = field(securityContext, 'runAsUser') ?? field(workload.securityContext, 'runAsUser');
  // The kubelet passes over user numbers on Windows.
  if (typeof user !== 'number' || user === 0 || isOnWindows)
    return { path, words: (show) => `${who(show)} may run as root: runAsNonRoot is not set`, ...mending };
  const words: Fault['words'] = (show) => `${who(show)}: runAsNonRoot is not set, though runAsUser is ${user}`;
  const remedy = 'Set securityContext.runAsNonRoot to true for the pod, so that nobody makes it run as root unnoticed.';
  return { path, words, remedy, ...mending };
}

/** What mends a missing or wrong runAsNonRoot. There is no fix where the kubelet would then refuse the root of Windows. */
function toTrue(path: Pointer, setter: SecuritySetter, workload: Workload): Pick<RootFault, 'fix' | 'remedy'> {
  const { isOnWindows, hasWindowsRoot } = aboutPod(workload);
  const isRefused = setter.container === undefined ? hasWindowsRoot : runsAsWindowsRoot(workload, setter);
  return {
    ...(isOnWindows
      ? { remedy: 'Set securityContext.windowsOptions.runAsUserName to ContainerUser, and runAsNonRoot to true.' }
      : {}),
    ...(isRefused ? {} : { fix: [{ op: 'set', path, value: true }] }),
  };
}

/** What is asked about the containers together, once something is wrong with one. */
const aboutPod = rememberLatest((workload: Workload) => {
  const hasWindowsRoot = workload.containers.some((one) => runsAsWindowsRoot(workload, one));
  return {
    hasWindowsRoot,
    isOnWindows: hasWindowsRoot || runsOnWindows(workload),
    // One word for the whole pod mends a silent container, unless another contradicts or would break: then each says it for itself.
    isForEach:
      isServedByKnative(workload) ||
      hasWindowsRoot ||
      workload.containers.some(({ securityContext }) => isWrong(securityContext)),
  };
});
