import { isObject } from '../policy/json.js';
import type { JsonObject } from '../policy/json.js';

/**
 * Whether two JSON values are equal, null and absent being the same. It keeps its own stack, so that
 * no depth of nesting exhausts the engine's.
 */
export function isSame(one: unknown, other: unknown): boolean {
  const pairs: unknown[] = [one, other];
  while (pairs.length > 0) {
    const right = pairs.pop() ?? undefined;
    const left = pairs.pop() ?? undefined;
    if (left !== right && !pushParts(pairs, left, right)) return false;
  }
  return true;
}

/** Puts on the stack what has to be equal for two values to be; gives false when they never can be. */
function pushParts(pairs: unknown[], left: unknown, right: unknown): boolean {
  if (Array.isArray(left) && Array.isArray(right)) {
    if (left.length !== right.length) return false;
    for (let index = 0; index < left.length; index++) pairs.push(left[index], right[index]);
    return true;
  }
  if (!isObject(left) || !isObject(right)) return false;
  pushFields(pairs, left, right);
  return true;
}

function pushFields(pairs: unknown[], left: JsonObject, right: JsonObject): void {
  for (const key of Object.keys(left)) pairs.push(left[key], Object.hasOwn(right, key) ? right[key] : undefined);
  for (const key of Object.keys(right)) if (!Object.hasOwn(left, key)) pairs.push(undefined, right[key]);
}

/** Whether an UPDATE leaves everything as it was but the metadata and the status. */
export function isUntouched(object: JsonObject, old: JsonObject): boolean {
  for (const key of new Set([...Object.keys(object), ...Object.keys(old)])) {
    if (key === 'metadata' || key === 'status') continue;
    const before = Object.hasOwn(old, key) ? old[key] : undefined;
    if (!isSame(Object.hasOwn(object, key) ? object[key] : undefined, before)) return false;
  }
  return true;
}
