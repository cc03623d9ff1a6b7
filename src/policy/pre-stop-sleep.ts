import { gracePeriodOf } from './grace.js';
import { isAtLeast } from './version.js';
import type { KubernetesVersion } from './version.js';
import type { Workload } from './workload.js';

/** The minor release of Kubernetes 1 in which the sleep action works without a feature gate being set. */
const SLEEP_SINCE = 30;

/** Why a sleep cannot be added. */
export interface SleepObstacle {
  /** The end of a sentence. */
  readonly because: string;
  readonly remedy: string;
}

const NO_SLEEP_ACTION: SleepObstacle = {
  because: '; its native sleep needs Kubernetes 1.30',
  remedy: 'Add lifecycle.preStop with an exec that sleeps: the native sleep action needs Kubernetes 1.30.',
};

const UNKNOWN_ROOM: SleepObstacle = {
  because: '',
  remedy: 'Add lifecycle.preStop with a sleep of a few seconds, within terminationGracePeriodSeconds.',
};

const NO_ROOM: SleepObstacle = {
  because: ', and the grace period has no room for one',
  remedy: 'Raise terminationGracePeriodSeconds, then add lifecycle.preStop with a sleep of a few seconds.',
};

/**
 * How long a preStop hook of the native action can sleep: as long as is wanted, but no longer than the grace period has room for
 * beside the time to drain. All in seconds; the action takes whole ones, and one at least.
 */
export function preStopSleepFor(
  { spec }: Workload,
  { sleepSeconds, drainSeconds }: { readonly sleepSeconds: number; readonly drainSeconds: number },
  version: KubernetesVersion,
): number | SleepObstacle {
  if (!isAtLeast(version, SLEEP_SINCE)) return NO_SLEEP_ACTION;
  const grace = gracePeriodOf(spec);
  if (grace === undefined) return UNKNOWN_ROOM;
  const room = Math.floor(grace - drainSeconds);
  return room < 1 ? NO_ROOM : Math.min(sleepSeconds, room);
}
