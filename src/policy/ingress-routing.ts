import { isTrueInGo } from './go-bool.js';
import { ALB, ALB_GROUP, ALB_LISTENERS, albListeners } from './ingress-alb.js';
import { AZURE_EXTENSION, KONG_PROTOCOLS } from './ingress-certificate.js';
import { mayBeOf } from './ingress-class.js';
import type { IngressClass } from './ingress-class.js';
import { servesByTraefik, TRAEFIK_ENTRIES, TRAEFIK_TLS } from './ingress-traefik.js';
import { field, stringAt } from './json.js';
import type { JsonObject } from './json.js';

// What controllers tell requests apart by besides their host and path, as annotations say.

/** Of the paths that lead to one service, whose name comes behind; and what is done in place of leading there. */
const ALB_CONDITIONS = `${ALB}conditions.`;
const ALB_ACTIONS = `${ALB}actions.`;

const KONG_METHODS = 'konghq.com/methods';
const KONG_NAMES = 'konghq.com/snis';
const KONG_HEADERS = 'konghq.com/headers.';

/** How a path without a type is compared, and who is given what several are after: whoever says it has made the choice. */
const TRAEFIK_MATCHER = 'traefik.ingress.kubernetes.io/router.pathmatcher';
const TRAEFIK_PRIORITY = 'traefik.ingress.kubernetes.io/router.priority';

/**
 * Which address and port of an Application Gateway of Azure requests have to come by, where these are not the usual ones, and which
 * frontend of one for containers: there one Ingress redirects by an extension what another of the same paths serves by TLS.
 */
const AZURE_PRIVATE = 'appgw.ingress.kubernetes.io/use-private-ip';
const AZURE_PORT = 'appgw.ingress.kubernetes.io/override-frontend-port';
const AZURE_FRONTEND = 'alb.networking.azure.io/alb-frontend';

/** What HAProxy Ingress asks of headers, in lines, and Skipper of whatever it likes. */
const HAPROXY_HEADERS = ['haproxy-ingress.github.io', 'ingress.kubernetes.io'].flatMap((domain) => [
  `${domain}/http-header-match`,
  `${domain}/http-header-match-regex`,
]);
const SKIPPER_PREDICATE = 'zalando.org/skipper-predicate';

/** Which share of a path's requests each of its services is given. */
const SKIPPER_WEIGHTS = 'zalando.org/backend-weights';

/** What has to be known of an Ingress to tell which requests it is after: annotations, a * standing for any ending. */
export const routingAnnotations: readonly string[] = [
  ...[ALB_GROUP, ALB_LISTENERS, `${ALB_CONDITIONS}*`, `${ALB_ACTIONS}*`],
  ...[AZURE_PRIVATE, AZURE_PORT, AZURE_FRONTEND, AZURE_EXTENSION],
  ...[KONG_METHODS, KONG_NAMES, `${KONG_HEADERS}*`, KONG_PROTOCOLS],
  ...[TRAEFIK_ENTRIES, TRAEFIK_MATCHER, TRAEFIK_PRIORITY, TRAEFIK_TLS, `${TRAEFIK_TLS}.*`],
  ...[...HAPROXY_HEADERS, SKIPPER_PREDICATE, SKIPPER_WEIGHTS],
];

type Values = ReadonlyMap<string, ReadonlySet<string>>;

/** What an Ingress is after: by the name of what is told apart the values of which one is enough. */
export interface Routing {
  /** With the controller's defaults where nothing is said. Any value will do for what is not here. */
  readonly within: Values;
  /** What is asked of a request. Who asks more is tried first, and so is after other requests than one that asks less. */
  readonly asked: Values;
}

type Told = readonly [name: string, values: ReadonlySet<string>];

/** What annotations tell apart, by the word for the controller that they are meant for. */
const ROUTINGS: Readonly<Record<string, (annotations: JsonObject) => Partial<Record<keyof Routing, readonly Told[]>>>> =
  {
    alb: (annotations) => ({
      within: [
        [ALB_GROUP, new Set([stringAt(annotations, ALB_GROUP) ?? ''])],
        [ALB_LISTENERS, valuesIn(albListeners(annotations))],
      ],
    }),
    azure: (annotations) => ({
      asked: [
        [AZURE_PRIVATE, new Set(isTrueInGo(field(annotations, AZURE_PRIVATE)) ? ['true'] : [])],
        ...[AZURE_PORT, AZURE_FRONTEND, AZURE_EXTENSION].map((name): Told => [name, wholeOf(annotations, name)]),
      ],
    }),
    haproxy: (annotations) => ({ asked: HAPROXY_HEADERS.map((name) => [name, wholeOf(annotations, name)]) }),
    kong: (annotations) => ({
      within: [[KONG_PROTOCOLS, valuesIn(stringAt(annotations, KONG_PROTOCOLS) ?? 'http,https')]],
      asked: Object.keys(annotations).flatMap((name): readonly Told[] => {
        const isHeader = name.startsWith(KONG_HEADERS);
        if (!isHeader && name !== KONG_METHODS && name !== KONG_NAMES) return [];
        // The name of a header is the same in any letters.
        return [[isHeader ? name.toLowerCase() : name, valuesIn(stringAt(annotations, name))]];
      }),
    }),
    skipper: (annotations) => ({ asked: [[SKIPPER_PREDICATE, wholeOf(annotations, SKIPPER_PREDICATE)]] }),
    traefik: (annotations) => ({
      within: [
        // The entry points that are taken where none is named are known to its own configuration only: any may be among them.
        [TRAEFIK_ENTRIES, valuesIn(stringAt(annotations, TRAEFIK_ENTRIES))],
        [TRAEFIK_TLS, new Set([String(servesByTraefik(annotations))])],
        [TRAEFIK_MATCHER, new Set([stringAt(annotations, TRAEFIK_MATCHER) ?? 'PathPrefix'])],
        [TRAEFIK_PRIORITY, new Set([stringAt(annotations, TRAEFIK_PRIORITY) ?? ''])],
      ],
    }),
  };

/** To other controllers an annotation says nothing, so it counts for nothing where the class is known to be another's. */
export function routingOf(annotations: JsonObject, named: IngressClass): Routing {
  const found = Object.entries(ROUTINGS).flatMap(([word, tell]) => (mayBeOf(word, named) ? [tell(annotations)] : []));
  return {
    within: withoutEmpty(found.flatMap(({ within = [] }) => within)),
    asked: withoutEmpty(found.flatMap(({ asked = [] }) => asked)),
  };
}

/** What is no list, as one value. */
function wholeOf(annotations: JsonObject, name: string): ReadonlySet<string> {
  const said = stringAt(annotations, name)?.trim() ?? '';
  return new Set(said === '' ? [] : [said]);
}

/** A list without items is as good as none. */
function withoutEmpty(told: readonly Told[]): Values {
  return new Map(told.filter(([, values]) => values.size > 0));
}

/** The items of a list by commas; where it is JSON, as the listeners of an ALB are, without its marks. */
function valuesIn(text = ''): ReadonlySet<string> {
  const items = text.split(',').map((item) => item.replace(/[\s[\]{}"]/g, ''));
  return new Set(items.filter((item) => item !== ''));
}

/** Whether some request may be meant by both. It is asked of each with each, and puts nothing together. */
export function meet(one: Routing, other: Routing): boolean {
  if (one.asked.size !== other.asked.size) return false;
  for (const name of one.asked.keys()) if (!other.asked.has(name)) return false;
  return share(one.asked, other.asked) && share(one.within, other.within);
}

/** Whether the two have a value in common for each name that both have. */
function share(one: Values, other: Values): boolean {
  for (const [name, values] of one) {
    const others = other.get(name);
    if (others !== undefined && areApart(values, others)) return false;
  }
  return true;
}

function areApart(values: ReadonlySet<string>, others: ReadonlySet<string>): boolean {
  for (const value of values) if (others.has(value)) return false;
  return true;
}

/** An ALB takes five values of 128 characters. What is longer fails there, and would be copied here for each path of the service. */
const LONGEST_CONDITION = 1024;

/**
 * What an ALB asks of requests for a service besides, as it is written; undefined where it asks nothing. Of Skipper the service itself,
 * where it has a share of them.
 */
export function conditionsOf(annotations: JsonObject, named: IngressClass): (service: string) => string | undefined {
  if (hasWeights(annotations) && mayBeOf('skipper', named)) return (service) => service;
  if (!startsAny(annotations, ALB_CONDITIONS) || !mayBeOf('alb', named)) return () => undefined;
  return (service) => stringAt(annotations, ALB_CONDITIONS + service)?.slice(0, LONGEST_CONDITION);
}

/**
 * Whether an ALB only redirects what comes by the paths for a service. It does so on HTTP, and leaves out on HTTPS what would lead
 * to itself, so that the same path can lead to a service there.
 */
export function redirectsOf(annotations: JsonObject, named: IngressClass): (service: string) => boolean {
  if (!startsAny(annotations, ALB_ACTIONS) || !mayBeOf('alb', named)) return () => false;
  return (service) => /"redirect"/i.test(stringAt(annotations, ALB_ACTIONS + service) ?? '');
}

/** Whether it may matter to which services the paths lead. */
export function hasConditions(annotations: JsonObject): boolean {
  return hasWeights(annotations) || [ALB_CONDITIONS, ALB_ACTIONS].some((start) => startsAny(annotations, start));
}

function startsAny(annotations: JsonObject, start: string): boolean {
  return Object.keys(annotations).some((name) => name.startsWith(start));
}

function hasWeights(annotations: JsonObject): boolean {
  return stringAt(annotations, SKIPPER_WEIGHTS) !== undefined;
}
