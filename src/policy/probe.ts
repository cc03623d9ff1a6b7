import type { Container } from './container.js';
import { isProbe } from './handler.js';
import { arrayAt, field, objectAt, stringAt } from './json.js';
import type { Json, JsonObject } from './json.js';
import { rememberLatest } from './remember.js';

export const probeKinds = ['readiness', 'liveness', 'startup'] as const;
export type ProbeKind = (typeof probeKinds)[number];

/** What the API server fills in where a number of a probe is absent or 0; times are in seconds. */
const filledIn = {
  initialDelaySeconds: 0,
  periodSeconds: 10,
  timeoutSeconds: 1,
  failureThreshold: 3,
  successThreshold: 1,
} as const;

/** A probe that asks something, with every number of its own. */
export interface Probe extends Readonly<Record<keyof typeof filledIn, number>> {
  readonly kind: ProbeKind;
  /** The name of its field in the container. */
  readonly field: `${ProbeKind}Probe`;
  readonly raw: JsonObject;
}

/** The probe of a kind, or undefined when the container has none, or one without a handler. */
export function probeOf(container: Container, kind: ProbeKind): Probe | undefined {
  const name = `${kind}Probe` as const;
  const raw = objectAt(container.raw, name);
  if (raw === undefined || !isProbe(raw)) return undefined;
  return {
    kind,
    field: name,
    raw,
    initialDelaySeconds: numberAt(raw, 'initialDelaySeconds'),
    periodSeconds: numberAt(raw, 'periodSeconds'),
    timeoutSeconds: numberAt(raw, 'timeoutSeconds'),
    failureThreshold: numberAt(raw, 'failureThreshold'),
    successThreshold: numberAt(raw, 'successThreshold'),
  };
}

function numberAt(raw: JsonObject, name: keyof typeof filledIn): number {
  const value = field(raw, name);
  return typeof value === 'number' && value !== 0 ? value : filledIn[name];
}

/** The handlers that connect to a port of the container. */
export const connectingHandlers = ['httpGet', 'tcpSocket', 'grpc'] as const;

/**
 * Whether a probe asks what another one of its container asks, and gives up no later: after as many seconds of failures, or fewer.
 * Neither the first delay nor the timeout of one try gives it more of them.
 */
export function repeatsProbe(one: Probe, other: Probe, container: Container): boolean {
  return patienceOf(one) <= patienceOf(other) && asks(one, container) === asks(other, container);
}

/** For how many seconds a probe fails before it counts as failed. */
export function patienceOf({ periodSeconds, failureThreshold }: Probe): number {
  return periodSeconds * failureThreshold;
}

/** What a probe asks as one text, with what the API server fills in and with the number of a port that has a name. */
function asks({ raw }: Probe, container: Container): string {
  const http = objectAt(raw, 'httpGet');
  const headers = arrayAt(http, 'httpHeaders').map((header) => [
    plain(field(header, 'name')),
    plain(field(header, 'value')),
  ]);
  const web = [stringAt(http, 'host'), stringAt(http, 'path') ?? '/', stringAt(http, 'scheme') ?? 'HTTP', headers];
  const command = arrayAt(objectAt(raw, 'exec'), 'command').map(plain);
  const others = [stringAt(objectAt(raw, 'tcpSocket'), 'host'), stringAt(objectAt(raw, 'grpc'), 'service')];
  const ports = connectingHandlers.map((handler) =>
    plain(portNumber(field(objectAt(raw, handler), 'port'), container)),
  );
  return JSON.stringify([http === undefined ? [] : web, command, others, ports]);
}

/** The number behind the name of a port that the container declares; any other port as it is. */
function portNumber(port: Json | undefined, { raw }: Container): Json | undefined {
  const named = arrayAt(raw, 'ports').find((one) => typeof port === 'string' && field(one, 'name') === port);
  return named === undefined ? port : field(named, 'containerPort');
}

/** Text and numbers as they are; what else stands there, of any depth, is nothing that a probe could ask. */
function plain(value: Json | undefined): string | number | null {
  return typeof value === 'string' || typeof value === 'number' ? value : null;
}

/** Whether a port is a number that has become a text, and so a name: one that the API server refuses, as names have a letter. */
export function isQuotedNumber(port: Json): boolean {
  return typeof port === 'string' && /^\d+$/.test(port);
}

/**
 * How a port is declared: for TCP, which every probe uses, for another protocol alone, or not at all. A name is looked up in the
 * container, and a number among the ports of the whole pod, whose containers share the network, whichever of them the probe is of.
 */
export function declarationOf(
  port: Json,
  container: Container,
  ofPod: readonly Container[],
): 'reachable' | 'unreachable' | undefined {
  const number = portNumber(port, container);
  const isUnknownName = typeof port === 'string' && number === port;
  const isReachable = isUnknownName ? undefined : reachedPorts(ofPod).get(number);
  if (isReachable === undefined) return undefined;
  return isReachable ? 'reachable' : 'unreachable';
}

/** The numbers of the ports that the containers of a pod declare, looked up once for all its probes, and whether a probe reaches each. */
const reachedPorts = rememberLatest((containers: readonly Container[]): ReadonlyMap<Json | undefined, boolean> => {
  const found = new Map<Json | undefined, boolean>();
  for (const { raw, class: kind } of containers) {
    if (kind === 'init') continue; // it has ended by the time that anybody is asked
    for (const one of arrayAt(raw, 'ports')) {
      const number = field(one, 'containerPort');
      const isReached = !CLOSED_TO_PROBES.has(field(one, 'protocol'));
      found.set(number, isReached || found.get(number) === true);
    }
  }
  return found;
});

/** The protocols beside TCP, which is the default. */
const CLOSED_TO_PROBES: ReadonlySet<unknown> = new Set(['UDP', 'SCTP']);
