import { arrayAt, dig, stringAt } from './json.js';
import type { Json } from './json.js';
import type { Edit, Violation } from './policy.js';
import { rememberLatest } from './remember.js';
import { securitySettersOf } from './security-context.js';
import type { Workload } from './workload.js';

const REMEDY = 'Set spec.os.name to windows: the pod runs there, where this setting does not exist.';

/**
 * The fix by a setting that exists on Linux alone. Pod Security Admission takes a pod for a Windows one by spec.os.name and nothing
 * else, so that one which leaves it out is judged as all others are; but mended it is by saying where it runs.
 */
export function linuxFix(workload: Workload, fix: readonly Edit[]): Pick<Violation, 'fix' | 'remedy'> {
  return runsOnWindows(workload) ? { remedy: REMEDY } : { fix };
}

const OS_LABEL = 'kubernetes.io/os';

/** By what nodes it is bound to, or by host processes, which no other system has. A pod that names its system is believed. */
export const runsOnWindows = rememberLatest((workload: Workload): boolean => {
  if (dig(workload.spec, 'os', 'name') !== undefined) return workload.isWindows;
  if (dig(workload.spec, 'nodeSelector', OS_LABEL) === 'windows' || needsWindowsNodes(workload)) return true;
  return securitySettersOf(workload).some(
    ({ securityContext }) => dig(securityContext, 'windowsOptions', 'hostProcess') === true,
  );
});

/** Whether each of the terms, of which a node has to meet one, is met by nodes with Windows alone. */
function needsWindowsNodes({ spec }: Workload): boolean {
  const required = dig(spec, 'affinity', 'nodeAffinity', 'requiredDuringSchedulingIgnoredDuringExecution');
  const terms = arrayAt(required, 'nodeSelectorTerms');
  return terms.length > 0 && terms.every((term) => arrayAt(term, 'matchExpressions').some(wantsWindows));
}

function wantsWindows(expression: Json): boolean {
  const values = arrayAt(expression, 'values');
  if (stringAt(expression, 'key') !== OS_LABEL || stringAt(expression, 'operator') !== 'In') return false;
  return values.length > 0 && values.every((value) => value === 'windows');
}
