import { classOf, isOfGke, mayBeOf } from './ingress-class.js';
import { field, objectAt, stringAt } from './json.js';
import type { JsonObject } from './json.js';

/** Annotations that name the certificates of a load balancer: of an ALB of AWS, and of one that GKE sets up. */
export const ALB_CERTIFICATE = 'alb.ingress.kubernetes.io/certificate-arn';
const GKE_CERTIFICATES = [
  'networking.gke.io/managed-certificates',
  'ingress.gcp.kubernetes.io/pre-shared-cert',
] as const;

/**
 * What an ALB listens on, as a list in JSON; where this is absent, HTTPS if it has a certificate, and HTTP if it has none. For HTTPS
 * without one its controller looks among the certificates of the account for the hosts of the rules.
 */
export const ALB_LISTENERS = 'alb.ingress.kubernetes.io/listen-ports';

/**
 * The HTTPS port of an ALB to which all its HTTP is redirected, whatever its rules say. The certificate may be at another Ingress of
 * the same group; an ALB without such a port is not set up at all.
 */
const ALB_REDIRECT = 'alb.ingress.kubernetes.io/ssl-redirect';

/** The Ingress of one path, for the controller of NGINX Inc.: the tls of its host belongs to its master, and it may have none. */
const MERGEABLE = 'nginx.org/mergeable-ingress-type';

/**
 * Of a router of Traefik: its TLS, by a certificate that is loaded, by the default one, or by what is named further on, such as
 * a resolver of certificates. A router that has TLS answers no plain HTTP.
 */
export const TRAEFIK_TLS = 'traefik.ingress.kubernetes.io/router.tls';

/**
 * Whether the TLS of an Ingress is arranged for by an annotation, so that no entry in spec.tls would add to it. To every controller
 * but one the annotation says nothing, so it counts for nothing where the class is known to be another's.
 */
export function hasTlsElsewhere(object: JsonObject): boolean {
  const annotations = objectAt(objectAt(object, 'metadata'), 'annotations');
  if (annotations === undefined) return false;
  const named = classOf(object);
  if (GKE_CERTIFICATES.some((key) => isSaid(stringAt(annotations, key))) && isOfGke(named)) return true;
  if (field(annotations, MERGEABLE) === 'minion' && mayBeOf('nginx', named)) return true;
  if (servesByTraefik(annotations) && mayBeOf('traefik', named)) return true;
  return servesByAlb(annotations) && mayBeOf('alb', named);
}

/** Any value but true, in whatever letters, takes away what is said further on as well; an empty one counts as true. */
export function servesByTraefik(annotations: JsonObject): boolean {
  const said = stringAt(annotations, TRAEFIK_TLS);
  if (said !== undefined) return said.toLowerCase() === 'true';
  return (
    field(annotations, TRAEFIK_TLS) === '' || Object.keys(annotations).some((key) => key.startsWith(`${TRAEFIK_TLS}.`))
  );
}

function servesByAlb(annotations: JsonObject): boolean {
  if (/^\d+$/.test(stringAt(annotations, ALB_REDIRECT) ?? '')) return true;
  return albListeners(annotations).includes('"HTTPS"');
}

/** What an ALB listens on for an Ingress, as it is written there or as it would be written. */
export function albListeners(annotations: JsonObject): string {
  return stringAt(annotations, ALB_LISTENERS) ?? (hasAlbCertificate(annotations) ? '[{"HTTPS":443}]' : '[{"HTTP":80}]');
}

export function hasAlbCertificate(annotations: JsonObject): boolean {
  return isSaid(stringAt(annotations, ALB_CERTIFICATE));
}

function isSaid(text: string | undefined): boolean {
  return text !== undefined && text.trim() !== '';
}
