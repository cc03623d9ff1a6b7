import { isAutoscaled } from './autoscaled.js';
import type { Autoscaler } from './autoscaler.js';
import { claimedVolumesOf } from './claimed-volume.js';
import { warnUnlessKnown } from './doubt.js';
import type { Fact } from './facts.js';
import type { Pointer } from './pointer.js';
import type { Violation } from './policy.js';
import { message } from './quote.js';
import { emptyingBound, isStuck, leavesNoneOfMany, mayLeaveNone, remedyFor } from './rollout.js';
import type { Rollout } from './rollout.js';
import type { Workload } from './workload.js';

/** A rolling update, of how many pods at least, and what is known of their autoscaler. */
export interface RollingUpdate {
  readonly rollout: Rollout;
  /** 0 where nobody knows the number, as of a DaemonSet's. */
  readonly replicas: number;
  readonly autoscaler: Fact<Autoscaler | undefined>;
}

/** What is wrong with the bounds of a rolling update: they let it take all pods away, or nothing be replaced. */
export function* rollingFaultsOf(workload: Workload, update: RollingUpdate): Iterable<Violation> {
  const { rollout, replicas, autoscaler } = update;
  if (!isStuck(rollout) && !mayLeaveNone(rollout, replicas)) return;
  // A second pod may wait for ever for the volume of the first.
  const isTied = replicas === 1 && !isAutoscaled(autoscaler) && claimedVolumesOf(workload).length > 0;
  if (isStuck(rollout)) yield stuck(rollout, replicas > 1 || isTied ? 'maxUnavailable' : 'maxSurge');
  else if (!isTied) yield emptying(update);
}

function stuck(rollout: Rollout, bound: string): Violation {
  return {
    path: boundIn(rollout),
    message: 'maxUnavailable and maxSurge are both 0, which the API server refuses',
    remedy: `Set ${bound} to 1.`,
  };
}

function emptying({ rollout, replicas, autoscaler }: RollingUpdate): Violation {
  const [bound, value] = emptyingBound(rollout);
  const pods = replicas > 0 ? `all pods (${replicas})` : 'all pods';
  return {
    path: boundIn(rollout),
    message: message((show) => `the ${bound} is ${show(value)}, so that a roll-out may take ${pods} away at once`),
    remedy: remedyFor(rollout, replicas),
    ...(leavesNoneOfMany(rollout) ? {} : warnUnlessKnown(autoscaler)),
  };
}

function boundIn({ field, parameters }: Rollout): Pointer {
  return `/spec/${field}/${parameters}/maxUnavailable`;
}
