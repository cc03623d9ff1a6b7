import { isDeepStrictEqual } from 'node:util';

/** Whether two values of JSON say the same, in whatever order they name their keys. */
export function isSame(one: unknown, other: unknown): boolean {
  return one === other || isDeepStrictEqual(one, other);
}
