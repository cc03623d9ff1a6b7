import { isAnnotated } from './annotation.js';
import { isTrueInGo } from './go-bool.js';
import { ALB_CERTIFICATE, servesByAlb } from './ingress-alb.js';
import { canaryAnnotations, saysCanary } from './ingress-canary.js';
import { classOf, controllerOf, isOfGke, mayBeOf } from './ingress-class.js';
import type { IngressClass } from './ingress-class.js';
import { listensByTlsAlone, servesByTraefik, TRAEFIK_ENTRIES, TRAEFIK_TLS } from './ingress-traefik.js';
import { field, objectAt, stringAt } from './json.js';
import type { JsonObject } from './json.js';

/** Annotations that name the certificates of a load balancer that GKE sets up. */
const GKE_CERTIFICATES = [
  'networking.gke.io/managed-certificates',
  'ingress.gcp.kubernetes.io/pre-shared-cert',
] as const;

/** The Ingress of one path, for the controller of NGINX Inc.: the tls of its host belongs to its master, and it may have none. */
const MERGEABLE = 'nginx.org/mergeable-ingress-type';

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

interface Arrangement {
  /** Whose it is and what it is, in words. */
  readonly words: string;
  readonly says: (annotations: JsonObject) => boolean;
}

/** Which annotations arrange for TLS, by the word for the controller that they are meant for. */
const ARRANGEMENTS: Readonly<Record<string, Arrangement>> = {
  alb: {
    words:
      `ALB of AWS: ${ALB_CERTIFICATE}, HTTPS in listen-ports, or ssl-redirect, with which HTTP only redirects ` +
      '(the certificate may be at another Ingress of the group).',
    says: servesByAlb,
  },
  avi: {
    words: `Avi: ${AVI_TLS}, or ${AVI_PASSES_ON}, with which the service has the certificate.`,
    says: (annotations) => [AVI_TLS, AVI_PASSES_ON].some((key) => isTrueInGo(field(annotations, key))),
  },
  azure: {
    words: `Azure: ${AZURE_CERTIFICATE}, or an ${AZURE_EXTENSION} that redirects to HTTPS, by its name: http-to-https occurs in it, or redirect and one of https, ssl, tls and scheme.`,
    says: (annotations) =>
      isAnnotated(annotations, AZURE_CERTIFICATE) || namesRedirection(annotations, AZURE_EXTENSION),
  },
  cilium: {
    words: `Cilium: ${CILIUM_PASSES_ON}; the service has the certificate.`,
    says: (annotations) => isEnabled(annotations, CILIUM_PASSES_ON),
  },
  f5: { words: `F5: ${F5_PROFILE}.`, says: (annotations) => isAnnotated(annotations, F5_PROFILE) },
  haproxy: {
    words: `HAProxy: ${HAPROXY_PASSES_ON.join(', ')}; the service has the certificate.`,
    says: (annotations) => HAPROXY_PASSES_ON.some((key) => isEnabled(annotations, key)),
  },
  kong: { words: `Kong: ${KONG_PROTOCOLS} with https or grpcs alone.`, says: servesByKong },
  nginx: {
    words:
      `Nginx: ${NGINX_PASSES_ON}, as the service has the certificate; ${MERGEABLE}: minion, whose master has the entry; ` +
      `${canaryAnnotations.join(', or ')}, as the Ingress that it tries out has it; and ${AZURE_WRITES_ENTRY}, with which Azure writes it.`,
    says: servesByNginx,
  },
  openshift: {
    words: `OpenShift: ${OPENSHIFT_TERMINATION}: ${[...TERMINATIONS].join(', ')}.`,
    says: (annotations) => TERMINATIONS.has(stringAt(annotations, OPENSHIFT_TERMINATION) ?? ''),
  },
  oracle: {
    words: `Oracle: ${ORACLE_CERTIFICATE}.`,
    says: (annotations) => isAnnotated(annotations, ORACLE_CERTIFICATE),
  },
  skipper: {
    words: `Skipper: ${SKIPPER_CERTIFICATE}.`,
    says: (annotations) => isAnnotated(annotations, SKIPPER_CERTIFICATE),
  },
  traefik: {
    words:
      `Traefik: ${TRAEFIK_TLS}: "true", or an annotation below it, such as router.tls.certresolver; ${TRAEFIK_ENTRIES} with names in ` +
      'all of which websecure or https occurs; and router.middlewares with one that redirects to HTTPS, by its name as for Azure.',
    says: (annotations) =>
      servesByTraefik(annotations) ||
      namesRedirection(annotations, TRAEFIK_MIDDLEWARES) ||
      listensByTlsAlone(annotations),
  },
};

/** What arranges for the TLS of an Ingress, in words: a sentence for each controller. */
export const arrangements: readonly string[] = [
  `GKE: ${GKE_CERTIFICATES.join(', or ')}, where the annotation kubernetes.io/ingress.class is gce, gce-internal or gce-regional-external, or where no class is said at all.`,
  ...Object.values(ARRANGEMENTS).map(({ words }) => words),
];

/** By these HTTP only redirects, with an entry in spec.tls or without: the certificate may be at a load balancer before the controller. */
const REDIRECTS: Readonly<Record<string, readonly string[]>> = {
  apisix: ['k8s.apisix.apache.org/http-to-https'],
  haproxy: ['haproxy.org/ssl-redirect', 'haproxy.com/ssl-redirect'],
  nginx: ['nginx.ingress.kubernetes.io/force-ssl-redirect', 'nginx.org/redirect-to-https'],
  skipper: ['zalando.org/skipper-ingress-redirect'],
};

/** All annotations that redirect. */
export const redirects: readonly string[] = Object.values(REDIRECTS).flat();

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
  if (GKE_CERTIFICATES.some((key) => isAnnotated(annotations, key)) && isOfGke(named)) return true;
  return Object.entries(ARRANGEMENTS).some(([word, { says }]) => says(annotations) && mayBeOf(word, named));
}

/** Whether an Ingress has its controller send all who come by HTTP to HTTPS, whoever it is that ends TLS there. */
export function onlyRedirects(annotations: JsonObject, named: IngressClass): boolean {
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

function namesRedirection(annotations: JsonObject, key: string): boolean {
  const names = (stringAt(annotations, key) ?? '').split(',');
  return names.some(
    (name) => /http-to-https/i.test(name) || (/redirect/i.test(name) && /https|ssl|tls|scheme/i.test(name)),
  );
}
