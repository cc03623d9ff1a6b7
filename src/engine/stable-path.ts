import { isObject, stringAt } from '../policy/json.js';
import type { JsonObject } from '../policy/json.js';
import { segmentsOf } from '../policy/pointer.js';
import type { Pointer } from '../policy/pointer.js';

/** No name in Kubernetes is longer: what is would be copied for each of the findings in it. In characters. */
const LONGEST_NAME = 253;

/**
 * A path in which items of a list are told apart by their names and not by their places, so that a container
 * that moved in the list is still the same one: /spec/containers/name=web/image. Items without a name, or with one that is
 * none, are told apart by their places, or not at all where something else tells them apart.
 */
export function stablePath(object: JsonObject, path: Pointer, unnamed: 'by-place' | 'alike' = 'by-place'): string {
  let node: unknown = object;
  let stable = '';
  for (const segment of segmentsOf(path)) {
    let name = segment;
    if (Array.isArray(node)) {
      node = (node as readonly unknown[])[Number(segment)];
      const named = stringAt(node, 'name');
      if (named !== undefined && named.length <= LONGEST_NAME) name = `name=${named}`;
      else if (unnamed === 'alike') name = '*';
    } else node = isObject(node) && Object.hasOwn(node, segment) ? node[segment] : undefined;
    stable += `/${name}`;
  }
  return stable;
}
