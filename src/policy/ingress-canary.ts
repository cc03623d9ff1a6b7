import { isTrueInGo } from './go-bool.js';
import { field } from './json.js';
import type { JsonObject } from './json.js';

const CANARY = 'nginx.ingress.kubernetes.io/canary';

/**
 * Whether ingress-nginx is to give an Ingress a share of the requests for another one. It serves nothing by itself: no host is set up
 * for it, and what the other one says of TLS holds for both.
 */
export function saysCanary(annotations: JsonObject): boolean {
  return isTrueInGo(field(annotations, CANARY));
}
