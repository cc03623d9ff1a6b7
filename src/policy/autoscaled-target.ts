import type { Around } from './around.js';
import type { Autoscaler, Utilization } from './autoscaler.js';
import type { JsonObject } from './json.js';
import { objectNamed } from './named-object.js';
import { readsPodResources } from './pod-resources.js';
import { rememberLatest } from './remember.js';
import { resourcesOf, speaksFor } from './resources.js';
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
 * The names of the containers that keep a metric from being a share of what is requested. Those that run as long as the pod have to
 * request it, and a limit speaks for a request. Where the whole pod is given resources, of whatever kind, one request is enough, its
 * own or that of any container (calculatePodLevelRequests in pkg/controller/podautoscaler/replica_calculator.go).
 */
export function* containersWithout(
  workload: Workload,
  { resource, container }: Utilization,
  version: KubernetesVersion,
): Iterable<string> {
  const { spec, containers } = workload;
  const requests = (owner: JsonObject): boolean => speaksFor(owner, 'requests', resource);
  const isOfPod = container === undefined && readsPodResources(version) && resourcesOf(spec).size > 0;
  if (isOfPod && [spec, ...containers.map(({ raw }) => raw)].some(requests)) return;
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
