import type { JsonObject } from './json.js';
import type { Pointer, Segment } from './pointer.js';
import type { Show } from './quote.js';
import { rememberLatest } from './remember.js';
import type { Workload } from './workload.js';

/** A place where security settings stand: the pod's security context, or that of a container of any class. */
export interface SecuritySetter {
  /** How a message names it. */
  readonly who: (show: Show) => string;
  /** The name of the container; absent where it is the pod's. */
  readonly container?: string;
  readonly securityContext: JsonObject | undefined;
  /** The pointer to a field of the security context. */
  readonly at: (...segments: readonly Segment[]) => Pointer;
}

/** The pod first, then its containers: a bad setting is a violation wherever it stands, also where a container overrides it. */
export const securitySettersOf = rememberLatest((workload: Workload): readonly SecuritySetter[] => {
  const pod: SecuritySetter = {
    who: () => 'the pod',
    securityContext: workload.securityContext,
    at: (...segments) => workload.at('securityContext', ...segments),
  };
  const containers = workload.containers.map((container): SecuritySetter => ({
    who: (show) => `container ${show(container.name)}`,
    container: container.name,
    securityContext: container.securityContext,
    at: (...segments) => container.at('securityContext', ...segments),
  }));
  return [pod, ...containers];
});
