import { arrayAt, field, isObject, objectAt, stringAt } from './json.js';
import type { Json, JsonObject } from './json.js';
import { pointer } from './pointer.js';
import type { Pointer, Segment } from './pointer.js';

/** A sidecar is an init container with `restartPolicy: Always`: it starts before the app containers and runs beside them. */
export type ContainerClass = 'app' | 'init' | 'sidecar' | 'ephemeral';

/** The fields of a container's security context; each may hold anything at all. */
export interface SecurityContext {
  readonly [field: string]: Json | undefined;
  readonly allowPrivilegeEscalation?: Json;
  readonly privileged?: Json;
  readonly runAsNonRoot?: Json;
  readonly runAsUser?: Json;
}

export interface Container {
  /** Its name; where it has none, its place in the list, such as #0. */
  readonly name: string;
  readonly class: ContainerClass;
  readonly raw: JsonObject;
  readonly image: string | undefined;
  readonly securityContext: SecurityContext | undefined;
  /** Whether it declares a port, so that something is expected to connect to it. */
  readonly declaresPorts: boolean;
  /** The pointer to the container itself. */
  readonly path: Pointer;
  /** The pointer to a field of the container. */
  readonly at: (...segments: readonly Segment[]) => Pointer;
}

/** Every container of a pod spec; entries that are no objects are passed over and keep their place. */
export function containersOf(spec: JsonObject, base: Pointer): readonly Container[] {
  return [
    ...listOf(spec, base, 'containers', () => 'app'),
    ...listOf(spec, base, 'initContainers', (raw) => (field(raw, 'restartPolicy') === 'Always' ? 'sidecar' : 'init')),
    ...listOf(spec, base, 'ephemeralContainers', () => 'ephemeral'),
  ];
}

const LISTS = ['containers', 'initContainers', 'ephemeralContainers'] as const;

/** Something that stands where a container, a list of them or a pod spec belongs, and is none. */
export interface Misfit {
  readonly path: Pointer;
  /** Such as `containers[0] is no container`. */
  readonly text: string;
}

/** What `containersOf` passes over. A list that is null or missing is an empty one, as it is to the API server. */
export function* misfitsOf(spec: JsonObject, base: Pointer): Iterable<Misfit> {
  for (const list of LISTS) {
    const found = field(spec, list) ?? null;
    if (found !== null && !Array.isArray(found)) yield { path: pointer(base, list), text: `${list} is no list` };
    for (const [index, entry] of arrayAt(spec, list).entries()) {
      if (!isObject(entry)) yield { path: pointer(base, list, index), text: `${list}[${index}] is no container` };
    }
  }
}

function listOf(
  spec: JsonObject,
  base: Pointer,
  list: string,
  classOf: (raw: JsonObject) => ContainerClass,
): readonly Container[] {
  const containers: Container[] = [];
  for (const [index, raw] of arrayAt(spec, list).entries()) {
    if (isObject(raw)) containers.push(viewContainer(raw, classOf(raw), `${base}/${list}/${index}`, index));
  }
  return containers;
}

function viewContainer(raw: JsonObject, itsClass: ContainerClass, path: Pointer, index: number): Container {
  return {
    name: stringAt(raw, 'name') ?? `#${index}`,
    class: itsClass,
    raw,
    image: stringAt(raw, 'image'),
    securityContext: objectAt(raw, 'securityContext'),
    declaresPorts: arrayAt(raw, 'ports').some(isObject),
    path,
    at: (...segments) => pointer(path, ...segments),
  };
}
