import type { Around } from './around.js';
import type { Fact } from './facts.js';
import { arrayAt, field, objectAt } from './json.js';
import type { Json, JsonObject } from './json.js';
import { rememberLatest } from './remember.js';

/**
 * Each of these gives a container of a new Pod a request that it lacks: when the API server stores a LimitRange it fills up
 * `default` from `max`, and `defaultRequest` from `default` and then from `min`. Manifests have not been through that.
 */
const GIVING = ['defaultRequest', 'default', 'max', 'min'] as const;

/** Whether a LimitRange of the namespace gives every container a request for a resource. */
export function requestedByDefault(resource: string, { facts, namespace }: Around): Fact<boolean> {
  const ranges = facts.inventory('LimitRange', namespace);
  return ranges.known ? { known: true, value: givenBy(ranges.value).has(resource) } : ranges;
}

/** The resources that LimitRanges give. An autoscaler has as many metrics as its author likes, and each asks about one. */
const givenBy = rememberLatest((ranges: readonly JsonObject[]): ReadonlySet<string> => {
  const items = ranges.flatMap((range) => arrayAt(field(range, 'spec'), 'limits'));
  return new Set(items.flatMap(givenByItem));
});

/** Items of other types, such as Pod, are bounds and no more. */
function givenByItem(item: Json): readonly string[] {
  if (field(item, 'type') !== 'Container') return [];
  return GIVING.flatMap((list) => {
    const amounts = objectAt(item, list) ?? {};
    return Object.keys(amounts).filter((resource) => field(amounts, resource) !== undefined);
  });
}
