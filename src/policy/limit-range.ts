import type { Around } from './around.js';
import type { Fact } from './facts.js';
import { arrayAt, dig, field } from './json.js';
import type { Json } from './json.js';

/**
 * Each of these gives a container of a new Pod a request that it lacks: when the API server stores a LimitRange it fills up
 * `default` from `max`, and `defaultRequest` from `default` and then from `min`. Manifests have not been through that.
 */
const GIVING = ['defaultRequest', 'default', 'max', 'min'] as const;

/** Whether a LimitRange of the namespace gives every container a request for a resource. */
export function requestedByDefault(resource: string, { facts, namespace }: Around): Fact<boolean> {
  const ranges = facts.inventory('LimitRange', namespace);
  if (!ranges.known) return ranges;
  const items = ranges.value.flatMap((range) => arrayAt(field(range, 'spec'), 'limits'));
  return { known: true, value: items.some((item) => gives(item, resource)) };
}

/** Items of other types, such as Pod, are bounds and no more. */
function gives(item: Json, resource: string): boolean {
  return field(item, 'type') === 'Container' && GIVING.some((list) => dig(item, list, resource) !== undefined);
}
