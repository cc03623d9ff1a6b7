import type { Around } from './around.js';
import { classOf } from './ingress-class.js';
import { conditionsOf, hasOwnBalancer, meet, routingOf } from './ingress-routing.js';
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

const CANARY = 'nginx.ingress.kubernetes.io/canary';

/** The API server takes no longer host, so that one conflicts with nobody: it would be copied for each of its paths. In characters. */
const LONGEST_HOST = 253;

export function viewClaims(object: JsonObject): IngressClaims {
  const metadata = objectAt(object, 'metadata');
  const annotations = objectAt(metadata, 'annotations') ?? {};
  const named = classOf(object);
  const conditions = conditionsOf(annotations, named);
  return {
    name: stringAt(metadata, 'name'),
    controller: named.bySpec ?? named.byAnnotation,
    isCanary: field(annotations, CANARY) === 'true',
    hasOwnBalancer: hasOwnBalancer(annotations, named),
    routing: routingOf(annotations, named),
    claims: arrayAt(field(object, 'spec'), 'rules').flatMap((rule, index) => {
      const host = hostOf(stringAt(rule, 'host'));
      if (host.length > LONGEST_HOST) return [];
      return arrayAt(dig(rule, 'http'), 'paths').map((path, place) => ({
        ...viewClaim(host, path, conditions(serviceOf(path))),
        at: pointer('/spec/rules', index, 'http', 'paths', place),
      }));
    }),
  };
}

/**
 * Which other Ingresses of the namespace claim what, by the keys of their claims: the rivals of this one for its hosts. None where
 * Ingresses cannot be seen.
 */
export function rivalsFor(
  ingress: IngressClaims,
  { facts, namespace }: Around,
): ReadonlyMap<string, ReadonlySet<IngressClaims>> {
  const found = facts.inventory('Ingress', namespace);
  const hosts = new Set(ingress.claims.map(({ host }) => host));
  const others = found.known ? found.value.filter((one) => isAboutHosts(one, hosts)) : [];
  return claimantsOf(others.map(viewClaims).filter((other) => areRivals(ingress, other)));
}

/** Whether two Ingresses are after requests to the same controller, and not by agreement. One is no rival of itself. */
function areRivals(one: IngressClaims, other: IngressClaims): boolean {
  if (one.isCanary || other.isCanary || one.name === other.name) return false;
  if (one.hasOwnBalancer || other.hasOwnBalancer) return false;
  return one.controller === other.controller && meet(one.routing, other.routing);
}

/** Which Ingresses claim what, by the keys of their claims: in the order that they come in, and each once. */
function claimantsOf(all: readonly IngressClaims[]): ReadonlyMap<string, ReadonlySet<IngressClaims>> {
  const claimants = new Map<string, Set<IngressClaims>>();
  for (const one of all) {
    for (const { key } of one.claims) claimants.set(key, (claimants.get(key) ?? new Set()).add(one));
  }
  return claimants;
}

/** Whether an Ingress has a rule for one of these hosts: without a view of it, as most have none. */
function isAboutHosts(object: JsonObject, hosts: ReadonlySet<string>): boolean {
  return arrayAt(field(object, 'spec'), 'rules').some((rule) => hosts.has(hostOf(stringAt(rule, 'host'))));
}

function hostOf(host: string | undefined): string {
  return host === undefined ? '*' : host.toLowerCase();
}

function viewClaim(host: string, raw: unknown, condition: string | undefined): Omit<IngressClaim, 'at'> {
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

/** Counted from the end: a regular expression would begin anew at each slash of a path that is nothing but slashes. */
function withoutLastSlashes(path: string): string {
  let end = path.length;
  while (path.charAt(end - 1) === '/') end--;
  return path.slice(0, end);
}
