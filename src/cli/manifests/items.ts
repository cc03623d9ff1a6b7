import { field, isObject, stringAt } from '../../policy/json.js';
import type { JsonObject } from '../../policy/json.js';
import { pointer } from '../../policy/pointer.js';
import type { Pointer } from '../../policy/pointer.js';

/** A value where an object is expected, and where it stands in its document. */
export interface Item {
  readonly value: unknown;
  readonly at: Pointer;
}

/** Opens a List, and a List in it, however deep they stand in one another; anything else is its own only item. */
export function* itemsOf(value: unknown, at: Pointer = ''): Iterable<Item> {
  const open: Iterator<Item>[] = [[{ value, at }].values()];
  for (let innermost = open.at(-1); innermost !== undefined; innermost = open.at(-1)) {
    const next = innermost.next();
    if (next.done === true) {
      open.pop();
      continue;
    }
    const inner = itemsIn(next.value);
    if (inner === undefined) yield next.value;
    else open.push(inner);
  }
}

/** The items of a List; undefined for anything else. */
function itemsIn({ value, at }: Item): Iterator<Item> | undefined {
  const kind = stringAt(value, 'kind');
  const items = field(value, 'items');
  if (kind === 'List' && items === undefined) return [].values();
  if (kind?.endsWith('List') !== true || !Array.isArray(items)) return undefined;
  return within(items, { kind, apiVersion: stringAt(value, 'apiVersion'), at });
}

interface Around {
  readonly kind: string;
  readonly apiVersion: string | undefined;
  readonly at: Pointer;
}

function* within(items: readonly unknown[], { kind, apiVersion, at }: Around): Iterator<Item> {
  for (const [index, item] of items.entries()) {
    yield { value: kind === 'List' ? item : typed(item, apiVersion, kind), at: pointer(at, 'items', index) };
  }
}

/** The items of a list of one kind, such as a PodList, may leave out what the list has already said. */
function typed(item: unknown, apiVersion: string | undefined, kind: string): unknown {
  if (!isObject(item) || apiVersion === undefined) return item;
  const implied: JsonObject = { apiVersion, kind: kind.slice(0, -'List'.length) };
  return item['apiVersion'] === undefined || item['kind'] === undefined ? { ...implied, ...item } : item;
}

/** What keeps a value from being a Kubernetes object; undefined when nothing does. */
export function flawOf(value: unknown): string | undefined {
  if (!isObject(value)) return 'this is no Kubernetes object: a map with apiVersion and kind is expected';
  const missing = ['apiVersion', 'kind'].filter((name) => stringAt(value, name) === undefined);
  return missing.length === 0 ? undefined : `this is no Kubernetes object: it has no ${missing.join(' and no ')}`;
}
