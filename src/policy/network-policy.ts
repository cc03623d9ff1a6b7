import { arrayAt, field } from './json.js';
import type { JsonObject } from './json.js';
import { selects } from './selector.js';

/** The two ways of traffic, as policyTypes names them. */
export const directions = ['Ingress', 'Egress'] as const;
export type Direction = (typeof directions)[number];

/** Whether a NetworkPolicy says what pods with these labels may receive, or send. One that lets nothing through says so too. */
export function governs(networkPolicy: JsonObject, direction: Direction, labels: JsonObject | undefined): boolean {
  const spec = field(networkPolicy, 'spec');
  // An absent selector is an empty one to the API server, and selects every pod.
  return directionsOf(networkPolicy).includes(direction) && selects(field(spec, 'podSelector') ?? {}, labels);
}

/** The API server fills in Ingress, and Egress besides where there are rules for it. */
function directionsOf(networkPolicy: JsonObject): readonly unknown[] {
  const spec = field(networkPolicy, 'spec');
  const types = arrayAt(spec, 'policyTypes');
  if (types.length > 0) return types;
  return arrayAt(spec, 'egress').length > 0 ? directions : ['Ingress'];
}
