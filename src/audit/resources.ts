import type { Resource } from '../policy/target.js';
import { workloads } from '../policy/workload.js';

/** What makes other workloads comes before what it makes, so that an owner is known when its own objects are seen. */
const MAKERS = [
  ['CronJob', 'Deployment'],
  ['DaemonSet', 'Job', 'ReplicaSet', 'ReplicationController', 'StatefulSet'],
  ['PodTemplate', 'Pod'],
] as const;

/** The kinds that are audited, owners first. */
export const auditedResources: readonly Resource[] = MAKERS.flat().flatMap((kind) =>
  workloads.resources.filter((resource) => resource.kind === kind),
);

/** A kind as kubectl names it: deployments.apps, pods. */
export function resourceName({ group, plural }: Resource): string {
  return group === '' ? plural : `${plural}.${group}`;
}
