import { isServedByKnative } from './knative.js';
import type { Pointer } from './pointer.js';
import type { Violation } from './policy.js';
import { CONTAINER_ANNOTATION, forbidsRuntimeDefault, POD_ANNOTATION } from './seccomp-annotation.js';
import { linuxFix } from './windows.js';
import type { Workload } from './workload.js';

const RUNTIME_DEFAULT = { type: 'RuntimeDefault' } as const;

/** What to do where a word for the whole pod, which the policy asks for, would not help. */
export const SET_RUNTIME_DEFAULT = 'Set securityContext.seccompProfile.type to RuntimeDefault.';

/** What makes RuntimeDefault of the seccomp profile at a path, which is that of the pod or of the container of a name. */
export function toRuntimeDefault(
  path: Pointer,
  workload: Workload,
  container?: string,
): Pick<Violation, 'fix' | 'remedy'> {
  if (!forbidsRuntimeDefault(workload, container)) {
    return linuxFix(workload, [{ op: 'set', path, value: RUNTIME_DEFAULT }]);
  }
  const annotation = container === undefined ? POD_ANNOTATION : `${CONTAINER_ANNOTATION}NAME`;
  return {
    remedy: `Take the annotation ${annotation} away, beside which the API server refuses the field; then set seccompProfile.type to RuntimeDefault.`,
  };
}

/**
 * The same for a container that says nothing at its path, by one word for the whole pod: those with a profile of their own keep it.
 * Knative refuses that word, unless it was told otherwise.
 */
export function toRuntimeDefaultForAll(path: Pointer, workload: Workload): Pick<Violation, 'fix' | 'remedy'> {
  if (isServedByKnative(workload)) return { remedy: SET_RUNTIME_DEFAULT, ...toRuntimeDefault(path, workload) };
  return toRuntimeDefault(workload.at('securityContext', 'seccompProfile'), workload);
}
