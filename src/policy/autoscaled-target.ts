import type { Around } from './around.js';
import type { Autoscaler, Utilization } from './autoscaler.js';
import type { JsonObject } from './json.js';
import { objectNamed } from './named-object.js';
import { readsPodResources } from './pod-resources.js';
import { rememberLatest } from './remember.js';
import { amountOf, resourceLists } from './resources.js';
import type { KubernetesVersion } from './version.js';
import { viewWorkload } from './workload.js';
import type { Workload } from './workload.js';

/** The Deployment or StatefulSet that an autoscaler scales, as its Pods will run; undefined where it is another kind or cannot be seen. */
export function findTarget({ target }: Autoscaler, { facts, namespace, injected }: Around): Workload | undefined {
  const { kind, name, group } = target;
  if (kind !== 'Deployment' && kind !== 'StatefulSet') return undefined;
  if (group !== undefined && group !== 'apps') return undefined;
  const found = facts.inventory(kind, namespace);
  const object = found.known ? objectNamed(name, found.value) : undefined;
  return object === undefined ? undefined : viewWorkload(injected(object, kind), kind);
}

/** Whether a metric reads a container that the pods do not have, or that ends before the others begin. */
export function hasContainer(workload: Workload, { container }: Utilization): boolean {
  return container === undefined || lasting(workload).has(container);
}

/**
 * The names of the containers that request nothing of what a metric is a share of. Those that run as long as the pod count, and a
 * limit speaks for a request; resources of the whole pod speak for all of them at once, where the release reads them.
 */
export function* containersWithout(
  workload: Workload,
  { resource, container }: Utilization,
  version: KubernetesVersion,
): Iterable<string> {
  const requests = (owner: JsonObject): boolean =>
    resourceLists.some((list) => amountOf(owner, list, resource) !== undefined);
  if (container === undefined && readsPodResources(version) && requests(workload.spec)) return;
  const byName = lasting(workload);
  for (const [name, raws] of container === undefined ? byName : [[container, byName.get(container) ?? []] as const]) {
    if (!raws.every(requests)) yield name;
  }
}

/** The containers that run as long as the pod, by their names. */
const lasting = rememberLatest(({ containers }: Workload): ReadonlyMap<string, readonly JsonObject[]> => {
  const byName = new Map<string, JsonObject[]>();
  for (const { name, raw, class: its } of containers) {
    if (its !== 'app' && its !== 'sidecar') continue;
    const namesakes = byName.get(name);
    if (namesakes === undefined) byName.set(name, [raw]);
    else namesakes.push(raw);
  }
  return byName;
});
