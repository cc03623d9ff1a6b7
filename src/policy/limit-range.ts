import type { Around } from './around.js';
import type { Container } from './container.js';
import type { Fact } from './facts.js';
import { arrayAt, field, objectAt } from './json.js';
import type { Json, JsonObject } from './json.js';
import type { Edit } from './policy.js';
import { rememberLatest } from './remember.js';
import { amountOf, canHoldAmounts, resourceLists, resourcesOf } from './resources.js';
import type { ResourceList } from './resources.js';

/**
 * Whose amounts an item gives to the limits, and to the requests, of a container of a new Pod that lacks them: when the API server
 * stores a LimitRange it fills up `default` from `max`, and `defaultRequest` from `default` and then from `min`. Manifests have not
 * been through that.
 */
const GIVING = {
  limits: ['default', 'max'],
  requests: ['defaultRequest', 'default', 'max', 'min'],
} as const;

/** Whether a LimitRange of the namespace gives every container a request for a resource. */
export function requestedByDefault(resource: string, { facts, namespace }: Around): Fact<boolean> {
  const ranges = facts.inventory('LimitRange', namespace);
  return ranges.known ? { known: true, value: givenBy(ranges.value).requests.has(resource) } : ranges;
}

/** What every container uses. Of other resources, such as devices, a container is given here what it names in one list or the other. */
const USUAL = ['cpu', 'memory', 'ephemeral-storage'] as const;

/**
 * What LimitRanges give to the containers of a new Pod, before any webhook sees it: to each the limits and requests that it lacks.
 * Of several that give the same resource the first counts; which one that is in a cluster is not defined. What a container has
 * nothing to do with is left out: there may be thousands of devices and of containers, and it would say something of the LimitRange
 * alone. Each edit sets all the resources of a container, those that it has included.
 */
export function editsOfLimitRanges(containers: readonly Container[], ranges: readonly JsonObject[]): readonly Edit[] {
  const given = givenBy(ranges);
  if (given.requests.size === 0) return [];
  const toEmpty = filledUp({}, given);
  return containers.flatMap((container): readonly Edit[] => {
    const { raw, class: its } = container;
    if (its === 'ephemeral' || !canHoldAmounts(raw)) return [];
    // One object for all that have none: nobody writes to what is under review.
    const value = objectAt(raw, 'resources') === undefined ? toEmpty : filledUp(raw, given);
    return value === undefined ? [] : [{ op: 'set', path: container.at('resources'), value }];
  });
}

/** The resources of a container with what it lacks; undefined where it lacks nothing. */
function filledUp(container: JsonObject, given: Given): JsonObject | undefined {
  const own = objectAt(container, 'resources');
  const names = [...new Set([...USUAL, ...resourcesOf(container)])];
  const filled = resourceLists.flatMap((list) => {
    const missing = names.flatMap((name) => {
      const amount = has(container, list, name) ? undefined : given[list].get(name);
      return amount === undefined ? [] : [[name, amount] as const];
    });
    return missing.length === 0 ? [] : [[list, withEntries(objectAt(own, list), missing)] as const];
  });
  return filled.length === 0 ? undefined : withEntries(own, filled);
}

/** A copy with entries of any name: none of them reaches the prototype. */
function withEntries(object: JsonObject = {}, entries: readonly (readonly [string, Json])[]): JsonObject {
  return Object.fromEntries([...Object.entries(object), ...entries]);
}

/** A limit of the container's own speaks for its request: the API server copies it before LimitRanges are looked at. */
function has(container: JsonObject, list: ResourceList, resource: string): boolean {
  if (amountOf(container, list, resource) !== undefined) return true;
  return list === 'requests' && amountOf(container, 'limits', resource) !== undefined;
}

/** By list and resource. */
type Given = Readonly<Record<ResourceList, ReadonlyMap<string, Json>>>;

/** What LimitRanges give. An autoscaler has as many metrics as its author likes, and each asks about one. */
const givenBy = rememberLatest((ranges: readonly JsonObject[]): Given => {
  const items = ranges.flatMap((range) => arrayAt(field(range, 'spec'), 'limits'));
  // Items of other types, such as Pod, are bounds and no more.
  const ofContainers = items.filter((item) => field(item, 'type') === 'Container');
  const amounts = (list: ResourceList): ReadonlyMap<string, Json> =>
    firstOfEach(ofContainers.flatMap((item) => GIVING[list].flatMap((from) => entriesOf(item, from))));
  return { limits: amounts('limits'), requests: amounts('requests') };
});

function entriesOf(item: Json, list: string): readonly (readonly [string, Json])[] {
  return Object.entries(objectAt(item, list) ?? {}).flatMap(([resource, amount]) =>
    amount === undefined || amount === null ? [] : [[resource, amount] as const],
  );
}

function firstOfEach(entries: readonly (readonly [string, Json])[]): ReadonlyMap<string, Json> {
  const found = new Map<string, Json>();
  for (const [key, value] of entries) if (!found.has(key)) found.set(key, value);
  return found;
}
