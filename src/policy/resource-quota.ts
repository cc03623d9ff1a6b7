import { dig, field } from './json.js';
import type { JsonObject } from './json.js';

/** Whether a quota bounds what all objects of its namespace take of something. One with scopes bounds only some pods. */
export function bounds(quota: JsonObject, resource: string): boolean {
  const spec = field(quota, 'spec');
  if (field(spec, 'scopes') !== undefined || field(spec, 'scopeSelector') !== undefined) return false;
  // cpu and requests.cpu are the same to the quota, and so are, but for how they are counted, pods and count/pods.
  return [resource, `requests.${resource}`, `count/${resource}`].some((name) => dig(spec, 'hard', name) !== undefined);
}
