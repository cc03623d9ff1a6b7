import { hasOwnBalancer } from './ingress-balancer.js';
import { saysCanary } from './ingress-canary.js';
import { classOf, mayBeOf } from './ingress-class.js';
import { conditionsOf, redirectsOf, routingOf } from './ingress-routing.js';
import type { Routing } from './ingress-routing.js';
import { ingresses } from './ingress.js';
import { arrayAt, dig, field, objectAt, stringAt } from './json.js';
import type { JsonObject } from './json.js';
import { pointer } from './pointer.js';
import type { Pointer } from './pointer.js';
import { targetKinds } from './target.js';

/** One host and path that an Ingress wants the traffic of. */
export interface IngressClaim {
  /** Lower-case; * for every host. */
  readonly host: string;
  readonly path: string;
  /** The same for two claims that are after the same requests. */
  readonly key: string;
  readonly at: Pointer;
  /** Where its requests are led, as text; undefined where nothing is said. */
  readonly backend: string | undefined;
}

/** What an Ingress is after. */
export interface IngressClaims {
  readonly name: string | undefined;
  /** Whose it is; undefined where the cluster's default controller takes it. */
  readonly controller: string | undefined;
  /** Whether it shares the traffic of another Ingress on purpose, as ingress-nginx has it. */
  readonly isCanary: boolean;
  readonly hasOwnBalancer: boolean;
  /** What its controller tells requests apart by, besides what its claims say. */
  readonly routing: Routing;
  readonly claims: readonly IngressClaim[];
}

export const ingressClaims = targetKinds('claims of ingresses', ingresses.resources, viewClaims);

/** The API server takes no longer host, so that one conflicts with nobody: it would be copied for each of its paths. In characters. */
const LONGEST_HOST = 253;

export function viewClaims(object: JsonObject): IngressClaims {
  const metadata = objectAt(object, 'metadata');
  const annotations = objectAt(metadata, 'annotations') ?? {};
  const named = classOf(object);
  const conditions = conditionsOf(annotations, named);
  const redirects = redirectsOf(annotations, named);
  return {
    name: stringAt(metadata, 'name'),
    controller: named.bySpec ?? named.byAnnotation,
    isCanary: saysCanary(annotations) && mayBeOf('nginx', named),
    hasOwnBalancer: hasOwnBalancer(annotations, named),
    routing: routingOf(annotations, named),
    claims: arrayAt(field(object, 'spec'), 'rules').flatMap((rule, index) => {
      const host = hostOf(stringAt(rule, 'host'));
      if (host.length > LONGEST_HOST) return [];
      return arrayAt(dig(rule, 'http'), 'paths').flatMap((path, place) => {
        const service = serviceOf(path);
        if (redirects(service)) return [];
        const at = pointer('/spec/rules', index, 'http', 'paths', place);
        return [{ ...viewClaim(host, path, conditions(service)), at, backend: backendOf(path) }];
      });
    }),
  };
}

/** The hosts of its rules, each once: without a view of it, as most are those of no other Ingress. */
export function hostsOf(object: JsonObject): ReadonlySet<string> {
  return new Set(arrayAt(field(object, 'spec'), 'rules').map((rule) => hostOf(stringAt(rule, 'host'))));
}

function hostOf(host: string | undefined): string {
  return host === undefined ? '*' : host.toLowerCase();
}

function viewClaim(host: string, raw: unknown, condition: string | undefined): Omit<IngressClaim, 'at' | 'backend'> {
  const path = stringAt(raw, 'path') ?? '/';
  const type = stringAt(raw, 'pathType') ?? 'ImplementationSpecific';
  // A prefix is compared element by element, so that a slash at its end makes no difference.
  const same = type === 'Prefix' ? withoutLastSlashes(path) : path;
  const key = [host, type, same, ...(condition === undefined ? [] : [condition])];
  return { host, path, key: JSON.stringify(key) };
}

/** The service that a path leads to, as it is said now and as it was before v1. */
function serviceOf(path: unknown): string {
  const backend = field(path, 'backend');
  return stringAt(field(backend, 'service'), 'name') ?? stringAt(backend, 'serviceName') ?? '';
}

/** The service and its port, or a resource. */
function backendOf(path: unknown): string | undefined {
  const backend = objectAt(path, 'backend');
  return backend === undefined ? undefined : JSON.stringify(backend);
}

/** Counted from the end: a regular expression would begin anew at each slash of a path that is nothing but slashes. */
function withoutLastSlashes(path: string): string {
  let end = path.length;
  while (path.charAt(end - 1) === '/') end--;
  return path.slice(0, end);
}
