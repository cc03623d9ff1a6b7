import { isAnnotated } from './annotation.js';
import { stringAt } from './json.js';
import type { JsonObject } from './json.js';

// What annotations say of the load balancer that AWS sets up for an Ingress.

export const ALB = 'alb.ingress.kubernetes.io/';

/** Several Ingresses share an ALB where they name the same group; where none is named, each has its own. */
export const ALB_GROUP = `${ALB}group.name`;

/** The certificates of an ALB. */
export const ALB_CERTIFICATE = `${ALB}certificate-arn`;

/**
 * What an ALB listens on, as a list in JSON; where this is absent, HTTPS if it has a certificate, and HTTP if it has none. For HTTPS
 * without one its controller looks among the certificates of the account for the hosts of the rules.
 */
export const ALB_LISTENERS = `${ALB}listen-ports`;

/**
 * The HTTPS port of an ALB to which all its HTTP is redirected, whatever its rules say. The certificate may be at another Ingress of
 * the same group; an ALB without such a port is not set up at all.
 */
const ALB_REDIRECT = `${ALB}ssl-redirect`;

/** Whether it listens on HTTPS, or sends everybody there. */
export function servesByAlb(annotations: JsonObject): boolean {
  if (/^\d+$/.test(stringAt(annotations, ALB_REDIRECT) ?? '')) return true;
  return albListeners(annotations).includes('"HTTPS"');
}

/** What an ALB listens on for an Ingress, as it is written there or as it would be written. */
export function albListeners(annotations: JsonObject): string {
  return stringAt(annotations, ALB_LISTENERS) ?? (hasAlbCertificate(annotations) ? '[{"HTTPS":443}]' : '[{"HTTP":80}]');
}

export function hasAlbCertificate(annotations: JsonObject): boolean {
  return isAnnotated(annotations, ALB_CERTIFICATE);
}
