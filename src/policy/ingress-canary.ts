import { isTrueInGo } from './go-bool.js';
import { field } from './json.js';
import type { JsonObject } from './json.js';

/** By the second Higress says what it says by the first as well. */
const CANARY = 'nginx.ingress.kubernetes.io/canary';
export const HIGRESS_CANARY = 'higress.io/canary';

/**
 * Whether ingress-nginx is to give an Ingress a share of the requests for another one. It serves nothing by itself: no host is set up
 * for it, and what the other one says of TLS holds for both.
 */
export function saysCanary(annotations: JsonObject): boolean {
  return [CANARY, HIGRESS_CANARY].some((key) => isTrueInGo(field(annotations, key)));
}
