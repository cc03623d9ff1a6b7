import { field, stringAt } from './json.js';
import type { JsonObject } from './json.js';

// What annotations say of the routers that Traefik makes of an Ingress.

/**
 * Of a router of Traefik: its TLS, by a certificate that is loaded, by the default one, or by what is named further on, such as
 * a resolver of certificates. A router that has TLS answers no plain HTTP.
 */
export const TRAEFIK_TLS = 'traefik.ingress.kubernetes.io/router.tls';

/** The ports by name that a router of Traefik listens at. */
export const TRAEFIK_ENTRIES = 'traefik.ingress.kubernetes.io/router.entrypoints';

/** Any value but true, in whatever letters, takes away what is said further on as well; an empty one counts as true. */
export function servesByTraefik(annotations: JsonObject): boolean {
  const said = stringAt(annotations, TRAEFIK_TLS);
  if (said !== undefined) return said.toLowerCase() === 'true';
  return (
    field(annotations, TRAEFIK_TLS) === '' || Object.keys(annotations).some((key) => key.startsWith(`${TRAEFIK_TLS}.`))
  );
}

/** Whether its entry points are named as those with TLS are in the chart of Traefik, and none as that of plain HTTP. */
export function listensByTlsAlone(annotations: JsonObject): boolean {
  return (stringAt(annotations, TRAEFIK_ENTRIES) ?? '').split(',').every((name) => /websecure|https/i.test(name));
}
