import { dig } from './json.js';
import type { JsonObject } from './json.js';

/**
 * The one object of a name; undefined where there is none, and where there are several: of the inputs of a command line two may
 * have the same name, such as one for each environment, and nobody knows which of them is meant.
 */
export function objectNamed(name: string, objects: readonly JsonObject[]): JsonObject | undefined {
  const [found, another] = objects.filter((object) => dig(object, 'metadata', 'name') === name);
  return another === undefined ? found : undefined;
}
