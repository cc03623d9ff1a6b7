import { isTrueInGo } from './go-bool.js';
import { saysCanary } from './ingress-canary.js';
import { classOf, controllerOf, isOfGke, mayBeOf } from './ingress-class.js';
import type { IngressClass } from './ingress-class.js';
import { arrayAt, field, objectAt, stringAt } from './json.js';
import type { JsonObject } from './json.js';

export const ALB = 'alb.ingress.kubernetes.io/';

/** Several Ingresses share an ALB where they name the same group; where none is named, each has its own. */
export const ALB_GROUP = `${ALB}group.name`;

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

/** The ports by name that a router of Traefik listens at. */
export const TRAEFIK_ENTRIES = 'traefik.ingress.kubernetes.io/router.entrypoints';

/**
 * Middlewares of Traefik, and what Application Gateway for Containers does besides: by their names. What they do stands elsewhere,
 * and cannot be seen.
 */
const TRAEFIK_MIDDLEWARES = 'traefik.ingress.kubernetes.io/router.middlewares';
export const AZURE_EXTENSION = 'alb.networking.azure.io/alb-ingress-extension';

/** Has Azure, which sets up ingress-nginx, write the entry into spec.tls itself, with a certificate of a Key Vault. */
const AZURE_WRITES_ENTRY = 'kubernetes.azure.com/tls-cert-keyvault-managed';

/** By these what is sent to the hosts is passed on as it is: TLS, and its certificate, are those of the service. */
const NGINX_PASSES_ON = 'nginx.ingress.kubernetes.io/ssl-passthrough';
const AVI_PASSES_ON = 'passthrough.ako.vmware.com/enabled';
const CILIUM_PASSES_ON = 'ingress.cilium.io/tls-passthrough';
const HAPROXY_PASSES_ON = [
  'haproxy.org/ssl-passthrough',
  'haproxy.com/ssl-passthrough',
  'haproxy-ingress.github.io/ssl-passthrough',
  'ingress.kubernetes.io/ssl-passthrough',
] as const;

/** The certificate that an Application Gateway of Azure, or a load balancer of F5 or Oracle or before Skipper, has already. */
const AZURE_CERTIFICATE = 'appgw.ingress.kubernetes.io/appgw-ssl-certificate';
const SKIPPER_CERTIFICATE = 'zalando.org/aws-load-balancer-ssl-cert';
const F5_PROFILE = 'virtual-server.f5.com/clientssl';
const ORACLE_CERTIFICATE = 'oci-native-ingress.oraclecloud.com/certificate-ocid';

/** Has Avi of VMware serve an Ingress by the certificate that it has for all. */
const AVI_TLS = 'ako.vmware.com/enable-tls';

/** How the route that OpenShift makes of an Ingress ends TLS; by any of the three, HTTP only redirects. */
const OPENSHIFT_TERMINATION = 'route.openshift.io/termination';
const TERMINATIONS: ReadonlySet<string> = new Set(['edge', 'passthrough', 'reencrypt']);

/** What Kong takes requests by; of a route without http it asks those who come by HTTP to upgrade. */
export const KONG_PROTOCOLS = 'konghq.com/protocols';

/** Which annotations arrange for TLS, by the word for the controller that they are meant for. */
const ARRANGEMENTS: Readonly<Record<string, (annotations: JsonObject) => boolean>> = {
  alb: servesByAlb,
  avi: (annotations) => [AVI_TLS, AVI_PASSES_ON].some((key) => isTrueInGo(field(annotations, key))),
  azure: (annotations) =>
    isSaid(stringAt(annotations, AZURE_CERTIFICATE)) || namesRedirection(annotations, AZURE_EXTENSION),
  cilium: (annotations) => isEnabled(annotations, CILIUM_PASSES_ON),
  f5: (annotations) => isSaid(stringAt(annotations, F5_PROFILE)),
  haproxy: (annotations) => HAPROXY_PASSES_ON.some((key) => isEnabled(annotations, key)),
  kong: servesByKong,
  nginx: servesByNginx,
  openshift: (annotations) => TERMINATIONS.has(stringAt(annotations, OPENSHIFT_TERMINATION) ?? ''),
  oracle: (annotations) => isSaid(stringAt(annotations, ORACLE_CERTIFICATE)),
  skipper: (annotations) => isSaid(stringAt(annotations, SKIPPER_CERTIFICATE)),
  traefik: (annotations) =>
    servesByTraefik(annotations) ||
    namesRedirection(annotations, TRAEFIK_MIDDLEWARES) ||
    listensByTlsAlone(annotations),
};

/**
 * By these HTTP only redirects, with an entry in spec.tls or without: the certificate may be at a load balancer before the
 * controller. Whoever has an entry for some hosts has the certificates here, and may have forgotten the others.
 */
const REDIRECTS: Readonly<Record<string, readonly string[]>> = {
  apisix: ['k8s.apisix.apache.org/http-to-https'],
  haproxy: ['haproxy.org/ssl-redirect', 'haproxy.com/ssl-redirect'],
  nginx: ['nginx.ingress.kubernetes.io/force-ssl-redirect', 'nginx.org/redirect-to-https'],
  skipper: ['zalando.org/skipper-ingress-redirect'],
};

/** The controllers that have or get certificates for all that they serve: spec.tls says something else to them, or nothing. */
const CERTIFIED: ReadonlySet<string | undefined> = new Set(['caddy', 'cloudflare', 'ngrok', 'tailscale']);

/**
 * Whether the TLS of an Ingress is arranged for by its class or by an annotation, so that no entry in spec.tls would add to it. To
 * every controller but one the annotation says nothing, so it counts for nothing where the class is known to be another's.
 */
export function hasTlsElsewhere(object: JsonObject): boolean {
  const named = classOf(object);
  if (CERTIFIED.has(controllerOf(named))) return true;
  const annotations = objectAt(objectAt(object, 'metadata'), 'annotations');
  if (annotations === undefined) return false;
  if (GKE_CERTIFICATES.some((key) => isSaid(stringAt(annotations, key))) && isOfGke(named)) return true;
  if (Object.entries(ARRANGEMENTS).some(([word, says]) => says(annotations) && mayBeOf(word, named))) return true;
  return arrayAt(field(object, 'spec'), 'tls').length === 0 && onlyRedirects(annotations, named);
}

function onlyRedirects(annotations: JsonObject, named: IngressClass): boolean {
  return Object.entries(REDIRECTS).some(
    ([word, keys]) => keys.some((key) => isTrueInGo(field(annotations, key))) && mayBeOf(word, named),
  );
}

function servesByNginx(annotations: JsonObject): boolean {
  if (field(annotations, MERGEABLE) === 'minion' || saysCanary(annotations)) return true;
  return [NGINX_PASSES_ON, AZURE_WRITES_ENTRY].some((key) => isTrueInGo(field(annotations, key)));
}

function isEnabled(annotations: JsonObject, key: string): boolean {
  const said = stringAt(annotations, key) ?? '';
  return isTrueInGo(said) || /^(?:enabled|on)$/i.test(said);
}

function servesByKong(annotations: JsonObject): boolean {
  const protocols = (stringAt(annotations, KONG_PROTOCOLS) ?? '').split(',').map((one) => one.trim());
  return protocols.every((one) => one === 'https' || one === 'grpcs');
}

/** Any value but true, in whatever letters, takes away what is said further on as well; an empty one counts as true. */
export function servesByTraefik(annotations: JsonObject): boolean {
  const said = stringAt(annotations, TRAEFIK_TLS);
  if (said !== undefined) return said.toLowerCase() === 'true';
  return (
    field(annotations, TRAEFIK_TLS) === '' || Object.keys(annotations).some((key) => key.startsWith(`${TRAEFIK_TLS}.`))
  );
}

function namesRedirection(annotations: JsonObject, key: string): boolean {
  const names = (stringAt(annotations, key) ?? '').split(',');
  return names.some(
    (name) => /http-to-https/i.test(name) || (/redirect/i.test(name) && /https|ssl|tls|scheme/i.test(name)),
  );
}

/** Whether its entry points are named as those with TLS are in the chart of Traefik, and none as that of plain HTTP. */
function listensByTlsAlone(annotations: JsonObject): boolean {
  return (stringAt(annotations, TRAEFIK_ENTRIES) ?? '').split(',').every((name) => /websecure|https/i.test(name));
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
