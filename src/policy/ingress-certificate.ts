import { field, stringAt } from './json.js';
import type { JsonObject } from './json.js';

/** Annotations that name the certificates of a load balancer: of an ALB of AWS, and of one that GKE sets up. */
const ALB_CERTIFICATE = 'alb.ingress.kubernetes.io/certificate-arn';
const GKE_CERTIFICATES = [
  'networking.gke.io/managed-certificates',
  'ingress.gcp.kubernetes.io/pre-shared-cert',
] as const;

/**
 * What an ALB listens on, as a list in JSON; where this is absent, HTTPS if it has a certificate, and HTTP if it has none. For HTTPS
 * without one its controller looks among the certificates of the account for the hosts of the rules.
 */
const ALB_LISTENERS = 'alb.ingress.kubernetes.io/listen-ports';

/**
 * The HTTPS port of an ALB to which all its HTTP is redirected, whatever its rules say. The certificate may be at another Ingress of
 * the same group; an ALB without such a port is not set up at all.
 */
const ALB_REDIRECT = 'alb.ingress.kubernetes.io/ssl-redirect';

/** The Ingress of one path, for the controller of NGINX Inc.: the tls of its host belongs to its master, and it may have none. */
const MERGEABLE = 'nginx.org/mergeable-ingress-type';

/** The class of an Ingress, as it was said before spec.ingressClassName. */
const CLASS = 'kubernetes.io/ingress.class';

/** The classes that GKE serves. It reads the annotation alone, and leaves an Ingress be whose class is said in spec only. */
const OF_GKE: ReadonlySet<string> = new Set(['gce', 'gce-internal', 'gce-regional-external']);

/** Words by which the classes of controllers are known, in their documentation and their charts. */
const CONTROLLERS: ReadonlySet<string> = new Set(
  (
    'alb ambassador apisix avi azure caddy cilium citrix cloudflare contour emissary envoy gce gloo haproxy higress istio kong ' +
    'nginx ngrok nsx openshift skipper tailscale traefik tyk voyager webapprouting'
  ).split(' '),
);

/**
 * Whether the TLS of an Ingress is arranged for by an annotation, so that no entry in spec.tls would add to it. To every controller
 * but one the annotation says nothing, so it counts for nothing where the class is known to be another's.
 */
export function hasTlsElsewhere(object: JsonObject): boolean {
  const annotations = field(field(object, 'metadata'), 'annotations');
  const byAnnotation = stringAt(annotations, CLASS);
  const bySpec = stringAt(field(object, 'spec'), 'ingressClassName');
  if (GKE_CERTIFICATES.some((key) => isSaid(stringAt(annotations, key))) && isOfGke(byAnnotation, bySpec)) return true;
  const classes = [byAnnotation, bySpec];
  if (field(annotations, MERGEABLE) === 'minion' && mayBeOf('nginx', classes)) return true;
  return servesByAlb(annotations) && mayBeOf('alb', classes);
}

function servesByAlb(annotations: unknown): boolean {
  if (/^\d+$/.test(stringAt(annotations, ALB_REDIRECT) ?? '')) return true;
  const listeners = stringAt(annotations, ALB_LISTENERS);
  return listeners === undefined ? isSaid(stringAt(annotations, ALB_CERTIFICATE)) : listeners.includes('"HTTPS"');
}

function isSaid(text: string | undefined): boolean {
  return text !== undefined && text.trim() !== '';
}

function isOfGke(byAnnotation = '', bySpec: string | undefined): boolean {
  return byAnnotation === '' ? bySpec === undefined : OF_GKE.has(byAnnotation);
}

/** Whether no class names another controller and not this one: a cluster may call its classes as it likes, such as public. */
function mayBeOf(controller: string, classes: readonly (string | undefined)[]): boolean {
  return classes.every((one = '') => {
    const words = one.toLowerCase().split(/[^a-z0-9]+/);
    return words.includes(controller) || !words.some((word) => CONTROLLERS.has(word));
  });
}
