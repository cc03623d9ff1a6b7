import type { Policy } from '../policy/policy.js';
import type { Resource } from '../policy/target.js';

/** What makes other workloads comes before what it makes, so that an owner is known when its own objects are seen. */
const MAKERS: readonly string[] = [
  'CronJob',
  'Deployment',
  'DaemonSet',
  'Job',
  'ReplicaSet',
  'ReplicationController',
  'StatefulSet',
  'PodTemplate',
  'Pod',
];

/** The kinds that policies judge, each once: first what makes others, then everything else. */
export function auditedResources(policies: readonly Policy[]): readonly Resource[] {
  const resources = new Map<string, Resource>();
  for (const resource of policies.flatMap(({ target }) => target.resources)) {
    const name = resourceName(resource);
    if (!resources.has(name)) resources.set(name, resource);
  }
  return [...resources.values()].sort((one, other) => rankOf(one) - rankOf(other));
}

function rankOf({ kind }: Resource): number {
  const rank = MAKERS.indexOf(kind);
  return rank < 0 ? MAKERS.length : rank;
}

/** A kind as kubectl names it: deployments.apps, pods. */
export function resourceName({ group, plural }: Resource): string {
  return group === '' ? plural : `${plural}.${group}`;
}
