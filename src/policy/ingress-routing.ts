import {
  ALB_CERTIFICATE,
  ALB_LISTENERS,
  albListeners,
  hasAlbCertificate,
  KONG_PROTOCOLS,
  servesByTraefik,
  TRAEFIK_TLS,
} from './ingress-certificate.js';
import { controllerOf, isOfGke, mayBeOf } from './ingress-class.js';
import type { IngressClass } from './ingress-class.js';
import { stringAt } from './json.js';
import type { JsonObject } from './json.js';

// What controllers tell requests apart by besides their host and path, as annotations say.

const ALB = 'alb.ingress.kubernetes.io/';

/** Several Ingresses share an ALB where they name the same group; where none is named, each has its own. */
const ALB_GROUP = `${ALB}group.name`;

/** Of the paths that lead to one service, whose name comes behind. */
const ALB_CONDITIONS = `${ALB}conditions.`;

const KONG_METHODS = 'konghq.com/methods';
const KONG_HEADERS = 'konghq.com/headers.';
const TRAEFIK_ENTRIES = 'traefik.ingress.kubernetes.io/router.entrypoints';

/** What has to be known of an Ingress to tell which requests it is after: annotations, a * standing for any ending. */
export const routingAnnotations: readonly string[] = [
  ...[ALB_GROUP, ALB_LISTENERS, `${ALB_CONDITIONS}*`],
  ...[KONG_METHODS, `${KONG_HEADERS}*`, KONG_PROTOCOLS],
  ...[TRAEFIK_ENTRIES, TRAEFIK_TLS, `${TRAEFIK_TLS}.*`],
];

type Values = ReadonlyMap<string, ReadonlySet<string>>;

/** What an Ingress is after: by the name of what is told apart the values of which one is enough. */
export interface Routing {
  /** With the controller's defaults where nothing is said. Any value will do for what is not here. */
  readonly within: Values;
  /** What Kong asks of a request. One that asks more is tried first, so it is after other requests than one that asks less. */
  readonly asked: Values;
}

/** To other controllers an annotation says nothing, so it counts for nothing where the class is known to be another's. */
export function routingOf(annotations: JsonObject, named: IngressClass): Routing {
  const within = new Map<string, ReadonlySet<string>>();
  const asked = new Map<string, ReadonlySet<string>>();
  if (mayBeOf('alb', named)) {
    within.set(ALB_GROUP, new Set([stringAt(annotations, ALB_GROUP) ?? '']));
    within.set(ALB_LISTENERS, valuesIn(albListeners(annotations)));
  }
  if (mayBeOf('kong', named)) {
    within.set(KONG_PROTOCOLS, valuesIn(stringAt(annotations, KONG_PROTOCOLS) ?? 'http,https'));
    for (const name of Object.keys(annotations)) {
      if (name === KONG_METHODS || name.startsWith(KONG_HEADERS))
        asked.set(name, valuesIn(stringAt(annotations, name)));
    }
  }
  if (mayBeOf('traefik', named)) {
    // The entry points that are taken where none is named are known to its own configuration only: any may be among them.
    within.set(TRAEFIK_ENTRIES, valuesIn(stringAt(annotations, TRAEFIK_ENTRIES)));
    within.set(TRAEFIK_TLS, new Set([String(servesByTraefik(annotations))]));
  }
  return { within: withoutEmpty(within), asked: withoutEmpty(asked) };
}

/** A list without items is as good as none. */
function withoutEmpty(values: Values): Values {
  return new Map([...values].filter(([, items]) => items.size > 0));
}

/** The items of a list by commas; where it is JSON, as the listeners of an ALB are, without its marks. */
function valuesIn(text = ''): ReadonlySet<string> {
  const items = text.split(',').map((item) => item.replace(/[\s[\]{}"]/g, ''));
  return new Set(items.filter((item) => item !== ''));
}

/** Whether some request may be meant by both. */
export function meet(one: Routing, other: Routing): boolean {
  if (one.asked.size !== other.asked.size) return false;
  if (![...one.asked.keys()].every((name) => other.asked.has(name))) return false;
  return share(one.asked, other.asked) && share(one.within, other.within);
}

/** Whether the two have a value in common for each name that both have. */
function share(one: Values, other: Values): boolean {
  return [...one].every(([name, values]) => {
    const others = other.get(name);
    return others === undefined || [...values].some((value) => others.has(value));
  });
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
  const controller = controllerOf(named) ?? spokenTo(annotations, named);
  return APART.has(controller) || (controller === 'alb' && stringAt(annotations, ALB_GROUP) === undefined);
}

/** What only GKE reads or writes. Most Ingresses there name no class, as that of Google is the default. */
const GKE = [
  'networking.gke.io/',
  'ingress.gcp.kubernetes.io/',
  'kubernetes.io/ingress.global-static-ip-name',
  'kubernetes.io/ingress.regional-static-ip-name',
  'kubernetes.io/ingress.allow-http',
  'ingress.kubernetes.io/url-map',
  'ingress.kubernetes.io/forwarding-rule',
  'ingress.kubernetes.io/https-forwarding-rule',
] as const;

/** The controller that annotations are meant for, where no class names one. */
function spokenTo(annotations: JsonObject, named: IngressClass): string | undefined {
  if (speaksToAlb(annotations)) return 'alb';
  return isOfGke(named) && speaksToGke(annotations) ? 'gce' : undefined;
}

function speaksToAlb(annotations: JsonObject): boolean {
  return Object.keys(annotations).some((name) => name.startsWith(ALB));
}

function speaksToGke(annotations: JsonObject): boolean {
  return Object.keys(annotations).some((name) => GKE.some((start) => name.startsWith(start)));
}

/**
 * What stands for all annotations of an ALB and of GKE that routingAnnotations has not, in the memory for Ingresses: that there are
 * some tells whose it is, and a certificate what an ALB listens on. What they say may be long, and is not asked.
 */
export function markOfController(annotations: JsonObject): JsonObject {
  return {
    ...(speaksToAlb(annotations) && { [ALB_CERTIFICATE]: hasAlbCertificate(annotations) ? 'arn' : '' }),
    ...(speaksToGke(annotations) && { [GKE[0]]: '' }),
  };
}
