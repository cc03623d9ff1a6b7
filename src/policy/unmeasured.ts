import type { Around } from './around.js';
import { containersWithout, findTarget, hasContainer } from './autoscaled-target.js';
import { utilizationsOf } from './autoscaler.js';
import type { Autoscaler, Utilization } from './autoscaler.js';
import { requestedByDefault } from './limit-range.js';
import { pointer } from './pointer.js';
import type { Pointer } from './pointer.js';
import type { Workload } from './workload.js';

/** A container that a metric cannot be read of, as a share of what it requests. */
export interface Unmeasured {
  /** Where the metric is. */
  readonly path: Pointer;
  readonly resource: string;
  readonly container: string;
  /** It requests nothing of the resource, or the target has no container of that name. */
  readonly lack: 'request' | 'container';
}

/** So many containers are named for one metric: an autoscaler and its target may each have thousands. Who mends these is told of more. */
const MOST_CONTAINERS = 10;

/**
 * What keeps an autoscaler from measuring its target; nothing where the target cannot be seen. A container that is not there is
 * passed over where a metric of the same resource reads one that is, as while a container is renamed.
 */
export function* unmeasuredBy(autoscaler: Autoscaler, around: Around): Iterable<Unmeasured> {
  const target = findTarget(autoscaler, around);
  if (target === undefined) return;
  const utilizations = utilizationsOf(autoscaler);
  const measured = measuredInContainers(target, utilizations);
  const read = new Set<string>();
  for (const utilization of utilizations) {
    const { resource, container = '' } = utilization;
    // A second metric of the same share misses the same requests.
    const share = JSON.stringify([resource, utilization.container]);
    if (read.has(share)) continue;
    read.add(share);
    if (hasContainer(target, utilization)) yield* withoutRequest(utilization, target, around);
    else if (!measured.has(resource)) yield { path: pathOf(utilization), resource, container, lack: 'container' };
  }
}

/** The resources of which a metric reads a container that is there. */
function measuredInContainers(target: Workload, utilizations: readonly Utilization[]): ReadonlySet<string> {
  const found = utilizations.filter((one) => one.container !== undefined && hasContainer(target, one));
  return new Set(found.map(({ resource }) => resource));
}

/** None where a LimitRange gives the request, or may. */
function* withoutRequest(utilization: Utilization, target: Workload, around: Around): Iterable<Unmeasured> {
  const { resource } = utilization;
  let named = 0;
  for (const container of containersWithout(target, utilization, around.kubernetesVersion)) {
    if (named++ === MOST_CONTAINERS) return;
    const given = requestedByDefault(resource, around);
    if (!given.known || given.value) return;
    yield { path: pathOf(utilization), resource, container, lack: 'request' };
  }
}

function pathOf({ index }: Utilization): Pointer {
  return index === undefined ? '/spec/metrics' : pointer('/spec/metrics', index);
}
