import { dig } from './json.js';
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

/** By what nodes it is bound to, or by host processes, which no other system has. A pod that names its system is believed. */
const runsOnWindows = rememberLatest((workload: Workload): boolean => {
  if (dig(workload.spec, 'os', 'name') !== undefined) return workload.isWindows;
  if (dig(workload.spec, 'nodeSelector', 'kubernetes.io/os') === 'windows') return true;
  return securitySettersOf(workload).some(
    ({ securityContext }) => dig(securityContext, 'windowsOptions', 'hostProcess') === true,
  );
});
