import type { Container } from '../policy/container.js';
import type { Pointer } from '../policy/pointer.js';
import { rememberLatest } from '../policy/remember.js';

/** The containers of a view by their pointers, made at the first violation: thousands of either are found in one pass. */
const indexOf = rememberLatest(
  (containers: readonly Container[]): ReadonlyMap<Pointer, Container> =>
    new Map(containers.map((container) => [container.path, container])),
);

/** The container in whose part of the object a path lies, for the views that have containers. */
export function containerIn(view: unknown, path: Pointer): Container | undefined {
  if (!hasContainers(view)) return undefined;
  const first = view.containers[0];
  if (first === undefined) return undefined;
  return indexOf(view.containers).get(ancestorAt(path, depthOf(first.path)));
}

/** Every container of an object lies equally deep: under the pod spec, a list and a place in it. */
function depthOf(path: Pointer): number {
  let depth = 0;
  for (let slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) depth++;
  return depth;
}

function ancestorAt(path: Pointer, depth: number): Pointer {
  let end = 0;
  for (let level = 0; level < depth; level++) {
    end = path.indexOf('/', end + 1);
    if (end < 0) return path;
  }
  return path.slice(0, end);
}

function hasContainers(view: unknown): view is { readonly containers: readonly Container[] } {
  return Array.isArray((view as { readonly containers?: unknown } | undefined)?.containers);
}
