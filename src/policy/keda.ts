import { arrayAt, field, stringAt } from './json.js';
import type { Json, JsonObject } from './json.js';
import { groupOf } from './target.js';

/** Whether something is a ScaledObject of KEDA, or names one. */
export function isScaledObject(value: Json): boolean {
  return field(value, 'kind') === 'ScaledObject' && groupOf(stringAt(value, 'apiVersion') ?? '') === 'keda.sh';
}

/** Whether KEDA made an autoscaler, which it does of a ScaledObject. */
export function isMadeByKeda(object: JsonObject): boolean {
  return arrayAt(field(object, 'metadata'), 'ownerReferences').some(isScaledObject);
}
