import type { Around } from './around.js';
import type { Container } from './container.js';
import type { Fact } from './facts.js';
import { arrayAt, field, objectAt } from './json.js';
import type { Json, JsonObject } from './json.js';
import type { Edit } from './policy.js';
import { rememberLatest } from './remember.js';
import { amountOf, canHoldAmounts, resourceLists } from './resources.js';
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

/**
 * What LimitRanges give to the containers of a new Pod, before any webhook sees it: to each the limits and requests that it lacks.
 * Of several that give the same resource the first counts; which one that is in a cluster is not defined.
 */
export function editsOfLimitRanges(containers: readonly Container[], ranges: readonly JsonObject[]): readonly Edit[] {
  const given = givenBy(ranges);
  if (given.requests.size === 0) return [];
  return containers.flatMap((container) =>
    container.class === 'ephemeral' || !canHoldAmounts(container.raw) ? [] : [...editsOf(container, given)],
  );
}

function* editsOf(container: Container, given: Given): Iterable<Edit> {
  for (const list of resourceLists) {
    for (const [resource, value] of given[list]) {
      if (!has(container, list, resource)) yield { op: 'set', path: container.at('resources', list, resource), value };
    }
  }
}

/** A limit of the container's own speaks for its request: the API server copies it before LimitRanges are looked at. */
function has({ raw }: Container, list: ResourceList, resource: string): boolean {
  if (amountOf(raw, list, resource) !== undefined) return true;
  return list === 'requests' && amountOf(raw, 'limits', resource) !== undefined;
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
