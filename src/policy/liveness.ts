import type { Fault } from './fault.js';
import { arrayAt, field, objectAt, stringAt } from './json.js';
import type { Json } from './json.js';
import { connectingHandlers, portNumber } from './probe-port.js';
import { patienceOf } from './probe.js';
import type { Probe, Probes } from './probe.js';

/**
 * Why a probe may kill a container that a restart does not mend: liveness asks what readiness asks, or nothing waits until the
 * container is up, which takes so many seconds at least. Until a startup probe has succeeded it alone is asked.
 */
export function* livenessFaultsOf([readiness, liveness, startup]: Probes, shortestStart: number): Iterable<Fault> {
  if (liveness !== undefined && readiness !== undefined && repeatsProbe(liveness, readiness)) {
    const { container } = liveness;
    const what = 'the liveness probe asks the same as the readiness probe and gives up no later';
    yield {
      path: container.at(liveness.field),
      words: (show) => `container ${show(container.name)}: ${what}`,
      remedy: 'Ask liveness something that only a restart can mend, or give it a higher failureThreshold.',
    };
  }
  const first = startup ?? liveness;
  if (first !== undefined) yield* startFaultsOf(first, shortestStart);
}

function* startFaultsOf(probe: Probe, shortestStart: number): Iterable<Fault> {
  const { kind, container, initialDelaySeconds } = probe;
  const patience = initialDelaySeconds + patienceOf(probe);
  if (Number.isNaN(patience) || patience >= shortestStart) return;
  const what = `may be killed ${patience} s after its start; ${shortestStart} s is the least`;
  const todo = kind === 'startup' ? 'Raise' : 'Add a startup probe, or raise';
  yield {
    path: container.at(probe.field),
    words: (show) => `container ${show(container.name)} ${what}`,
    remedy: `${todo} initialDelaySeconds, periodSeconds or failureThreshold of the ${kind} probe.`,
  };
}

/**
 * Whether a probe asks what another one of its container asks, and gives up no later: after as many seconds of failures, or fewer.
 * Neither the first delay nor the timeout of one try gives it more of them.
 */
function repeatsProbe(one: Probe, other: Probe): boolean {
  return patienceOf(one) <= patienceOf(other) && asks(one) === asks(other);
}

/** What a probe asks as one text, with what the API server fills in and with the number of a port that has a name. */
function asks({ raw, container }: Probe): string {
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

/** Text and numbers as they are; what else stands there, of any depth, is nothing that a probe could ask. */
function plain(value: Json | undefined): string | number | null {
  return typeof value === 'string' || typeof value === 'number' ? value : null;
}
