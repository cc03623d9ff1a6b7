import { isTrueInGo } from './go-bool.js';
import { field } from './json.js';
import type { JsonObject } from './json.js';

/** By the second Higress says what it says by the first as well. */
export const canaryAnnotations = ['nginx.ingress.kubernetes.io/canary', 'higress.io/canary'] as const;

/**
 * Whether ingress-nginx is to give an Ingress a share of the requests for another one. It serves nothing by itself: no host is set up
 * for it, and what the other one says of TLS holds for both.
 */
export function saysCanary(annotations: JsonObject): boolean {
  return canaryAnnotations.some((key) => isTrueInGo(field(annotations, key)));
}
