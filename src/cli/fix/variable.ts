import type { Json, JsonObject } from '../../policy/json.js';
import { segmentsOf } from '../../policy/pointer.js';
import type { Pointer } from '../../policy/pointer.js';
import type { Edit } from '../../policy/policy.js';

/** How a variable begins that envsubst, Flux and others fill in. What it will hold nobody knows, so that no fix is right. */
const VARIABLE = '${';

/** Whether edits take something away, or put something in its place, that is filled in later. */
export function touchVariable(object: JsonObject, edits: readonly Edit[]): boolean {
  return edits.some(({ path }) => {
    const value = valueOn(object, path);
    return value !== undefined && JSON.stringify(value).includes(VARIABLE);
  });
}

/** The value that a path leads to, or the scalar that it would have to go through; undefined where nothing is. */
export function valueOn(object: JsonObject, path: Pointer): Json | undefined {
  let at: Json = object;
  for (const segment of segmentsOf(path)) {
    if (typeof at !== 'object' || at === null) return at;
    const inner: Json | undefined = Object.hasOwn(at, segment)
      ? (at as Readonly<Record<string, Json>>)[segment]
      : undefined;
    if (inner === undefined) return undefined;
    at = inner;
  }
  return at;
}
