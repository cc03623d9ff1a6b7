import { controllerOf, mayBeOf } from './ingress-class.js';
import type { IngressClass } from './ingress-class.js';
import { stringAt } from './json.js';
import type { JsonObject } from './json.js';

// What controllers tell requests apart by besides their host and path, as annotations say.

const ALB = 'alb.ingress.kubernetes.io/';

/** Several Ingresses share an ALB where they name the same group; where none is named, each has its own. */
const ALB_GROUP = `${ALB}group.name`;

/** Of the paths that lead to one service, whose name comes behind. */
const ALB_CONDITIONS = `${ALB}conditions.`;

/** What holds for a whole Ingress: lists, of which one value is enough. A * stands for any ending. */
const ROUTED_BY = [
  ['alb', ALB_GROUP],
  ['alb', `${ALB}listen-ports`],
  ['kong', 'konghq.com/methods'],
  ['kong', 'konghq.com/protocols'],
  ['kong', 'konghq.com/headers.*'],
  ['traefik', 'traefik.ingress.kubernetes.io/router.entrypoints'],
  ['traefik', 'traefik.ingress.kubernetes.io/router.tls'],
] as const;

/** What has to be known of an Ingress to tell which requests it is after: annotations, a * standing for any ending. */
export const routingAnnotations: readonly string[] = [...ROUTED_BY.map(([, name]) => name), `${ALB_CONDITIONS}*`];

/** The values of each annotation that counts, by its name. */
export type Routing = ReadonlyMap<string, ReadonlySet<string>>;

/** To other controllers an annotation says nothing, so it counts for nothing where the class is known to be another's. */
export function routingOf(annotations: JsonObject, named: IngressClass): Routing {
  const routing = new Map<string, ReadonlySet<string>>();
  for (const name of Object.keys(annotations)) {
    if (!routesBy(name, named)) continue;
    const values = valuesIn(stringAt(annotations, name));
    if (values.size > 0) routing.set(name, values);
  }
  return routing;
}

function routesBy(name: string, named: IngressClass): boolean {
  return ROUTED_BY.some(([controller, pattern]) => {
    const isMeant = pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern;
    return isMeant && mayBeOf(controller, named);
  });
}

/** The items of a list by commas; where it is JSON, as the listeners of an ALB are, without its marks. */
function valuesIn(text = ''): ReadonlySet<string> {
  const items = text.split(',').map((item) => item.replace(/[\s[\]{}"]/g, ''));
  return new Set(items.filter((item) => item !== ''));
}

/** Whether some request may be meant by both. One that names values beside one that does not is after fewer, and is asked first. */
export function meet(one: Routing, other: Routing): boolean {
  const isShared = (values: ReadonlySet<string>, name: string): boolean =>
    [...values].some((value) => other.get(name)?.has(value));
  return one.size === other.size && [...one].every(([name, values]) => isShared(values, name));
}

/** An ALB takes five values of 128 characters. What is longer fails there, and would be copied here for each path of the service. */
const LONGEST_CONDITION = 1024;

/** What an ALB asks of requests for a service besides, as it is written; undefined where it asks nothing. */
export function conditionsOf(annotations: JsonObject, named: IngressClass): (service: string) => string | undefined {
  if (!hasConditions(annotations) || !mayBeOf('alb', named)) return () => undefined;
  return (service) => stringAt(annotations, ALB_CONDITIONS + service)?.slice(0, LONGEST_CONDITION);
}

export function hasConditions(annotations: JsonObject): boolean {
  return Object.keys(annotations).some((name) => name.startsWith(ALB_CONDITIONS));
}

/** The controllers that set up a load balancer for each Ingress, whatever it says. */
const APART: ReadonlySet<string | undefined> = new Set(['gce', 'tailscale']);

/** Whether an Ingress has a load balancer, and with it an address, to itself. What an IngressClassParams says cannot be seen. */
export function hasOwnBalancer(annotations: JsonObject, named: IngressClass): boolean {
  const controller = controllerOf(named);
  if (APART.has(controller)) return true;
  const isOfAlb = controller === 'alb' || (controller === undefined && speaksToAlb(annotations));
  return isOfAlb && stringAt(annotations, ALB_GROUP) === undefined;
}

function speaksToAlb(annotations: JsonObject): boolean {
  return Object.keys(annotations).some((name) => name.startsWith(ALB));
}
