import type { Container } from './container.js';
import type { Fault } from './fault.js';
import { arrayAt, field, objectAt, stringAt } from './json.js';
import type { Json } from './json.js';
import { isRunByKnative } from './knative.js';
import { nameOf } from './probe.js';
import type { Probe } from './probe.js';
import { rememberLatest } from './remember.js';
import type { Workload } from './workload.js';

/** The handlers that connect to a port of the container. */
export const connectingHandlers = ['httpGet', 'tcpSocket', 'grpc'] as const;

/**
 * The ports that a probe asks and nobody of its pod declares as a probe needs them. Of another host nobody knows; and where its
 * container declares no ports at all a number may well be right, but a name is looked up there and nowhere else. Neither can numbers be
 * told wrong where Knative refuses a second port, and takes 0 for the first.
 */
export function* portFaultsOf(probe: Probe, workload: Workload): Iterable<Fault> {
  const { container, field: name, raw } = probe;
  for (const handler of connectingHandlers) {
    const asked = objectAt(raw, handler);
    const port = field(asked, 'port');
    if (port === undefined || stringAt(asked, 'host') !== undefined) continue;
    const declaration = declarationOf(port, container, workload.containers);
    if (declaration === 'reachable' || mayBeRight(port, container, workload)) continue;
    const { what, remedy } = faultOf(port, declaration !== undefined);
    const words: Fault['words'] = (show) => `${nameOf(probe, show)} asks port ${show(port)}, ${what}`;
    yield { path: container.at(name, handler, 'port'), words, remedy };
  }
}

/** Whether nobody can say of a port without a declaration that it is wrong. */
function mayBeRight(port: Json, { declaresPorts }: Container, workload: Workload): boolean {
  if (isRunByKnative(workload)) return typeof port !== 'string';
  return typeof port === 'number' && !declaresPorts;
}

function faultOf(port: Json, isDeclared: boolean): { readonly what: string; readonly remedy: string } {
  if (isDeclared)
    return {
      what: 'which is not declared for TCP',
      remedy: 'Ask a port that is declared for TCP, or declare this one for it too: probes do not use UDP or SCTP.',
    };
  if (isQuotedNumber(port))
    return {
      what: 'a number in quotes, which is a name',
      remedy: 'Take the quotes away: the API server refuses names without a letter.',
    };
  const byName = 'Give a port of this container that name in ports, or ask one by its name or its number.';
  const byNumber = 'Declare the port in ports, or ask one that is declared.';
  return { what: 'which is not declared', remedy: typeof port === 'string' ? byName : byNumber };
}

/** The number behind the name of a port that the container declares; any other port as it is. */
export function portNumber(port: Json | undefined, { raw }: Container): Json | undefined {
  const named = arrayAt(raw, 'ports').find((one) => typeof port === 'string' && field(one, 'name') === port);
  return named === undefined ? port : field(named, 'containerPort');
}

/** Whether a port is a number that has become a text, and so a name: one that the API server refuses, as names have a letter. */
function isQuotedNumber(port: Json): boolean {
  return typeof port === 'string' && /^\d+$/.test(port);
}

/**
 * How a port is declared: for TCP, which every probe uses, for another protocol alone, or not at all. A name is looked up in the
 * container, and a number among the ports of the whole pod, whose containers share the network, whichever of them the probe is of.
 */
function declarationOf(
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
