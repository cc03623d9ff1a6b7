import { dig, field } from './json.js';
import type { Json } from './json.js';
import type { Workload } from './workload.js';

/** The kinds whose replicas are 1 where nobody says how many. */
const SCALED: ReadonlySet<string> = new Set([
  'Deployment',
  'DeploymentConfig',
  'ReplicaSet',
  'ReplicationController',
  'StatefulSet',
]);

/**
 * How many pods a workload wants at once. Gives undefined for kinds that are not scaled by a number, for custom resources that
 * name none, and for what is no number.
 */
export function replicasOf({ kind, object }: Workload): number | undefined {
  if (!SCALED.has(kind) && field(field(object, 'spec'), 'replicas') === undefined) return undefined;
  if (kind === 'Pod' || kind === 'DaemonSet') return undefined;
  return countOf(dig(object, 'spec', 'replicas'));
}

/** The API server fills in 1 for a number of replicas that is absent, an autoscaler's minimum included. */
export function countOf(replicas: Json | undefined): number | undefined {
  const count = replicas ?? 1;
  return typeof count === 'number' ? count : undefined;
}
