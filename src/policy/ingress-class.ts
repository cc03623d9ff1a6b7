import { field, stringAt } from './json.js';
import type { JsonObject } from './json.js';
import { remember } from './remember.js';

/** Whose an Ingress is, in both of the ways to say it; all undefined where the cluster's default controller takes it. */
export interface IngressClass {
  /** As it was said before spec.ingressClassName. */
  readonly byAnnotation: string | undefined;
  readonly bySpec: string | undefined;
}

const ANNOTATION = 'kubernetes.io/ingress.class';

export function classOf(ingress: JsonObject): IngressClass {
  return {
    byAnnotation: stringAt(field(field(ingress, 'metadata'), 'annotations'), ANNOTATION),
    bySpec: stringAt(field(ingress, 'spec'), 'ingressClassName'),
  };
}

/** Words by which the classes of controllers are known, in their documentation and their charts. */
const CONTROLLERS: ReadonlySet<string> = new Set(
  (
    'alb ambassador apisix avi azure caddy cilium citrix cloudflare contour emissary envoy f5 gce gloo haproxy higress istio kong ' +
    'nginx ngrok nsx openshift skipper tailscale traefik tyk voyager webapprouting'
  ).split(' '),
);

/** Controllers that read the annotations of another one: Azure sets up ingress-nginx for its class. */
const KIN: ReadonlyMap<string, string> = new Map([
  ['higress', 'nginx'],
  ['webapprouting', 'nginx'],
]);

/** Whether no class names another controller and not this one: a cluster may call its classes as it likes, such as public. */
export function mayBeOf(controller: string, { byAnnotation, bySpec }: IngressClass): boolean {
  return [byAnnotation, bySpec].every((one) => {
    const named = controllersIn(one ?? '');
    return named.length === 0 || named.some((word) => word === controller || KIN.get(word) === controller);
  });
}

/** The controller that the class names, the first of them as in nginx-behind-alb; undefined where it names none. */
export function controllerOf({ byAnnotation, bySpec }: IngressClass): string | undefined {
  return controllersIn(bySpec ?? byAnnotation ?? '')[0];
}

/** A cluster has a few classes, and many Ingresses. */
const controllersIn = remember((name: string): readonly string[] =>
  name
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => CONTROLLERS.has(word)),
);

/** The classes that GKE serves. It reads the annotation alone, and leaves an Ingress be whose class is said in spec only. */
const OF_GKE: ReadonlySet<string> = new Set(['gce', 'gce-internal', 'gce-regional-external']);

export function isOfGke({ byAnnotation, bySpec }: IngressClass): boolean {
  return byAnnotation === undefined ? bySpec === undefined : OF_GKE.has(byAnnotation);
}
