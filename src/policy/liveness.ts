import type { Fault } from './fault.js';
import { arrayAt, field, objectAt, stringAt } from './json.js';
import type { Json } from './json.js';
import { connectingHandlers, portNumber } from './probe-port.js';
import { patienceOf } from './probe.js';
import type { Probe, Probes } from './probe.js';

/**
 * Why a liveness probe may kill a container that a restart does not mend: it asks what readiness asks, or it does not wait until the
 * container is up, which takes so many seconds at least.
 */
export function* livenessFaultsOf([readiness, liveness, startup]: Probes, shortestStart: number): Iterable<Fault> {
  if (liveness === undefined) return;
  const { container } = liveness;
  const path = container.at(liveness.field);
  if (readiness !== undefined && repeatsProbe(liveness, readiness)) {
    const what = 'the liveness probe asks the same as the readiness probe and gives up no later';
    yield {
      path,
      words: (show) => `container ${show(container.name)}: ${what}`,
      remedy: 'Ask liveness something that only a restart can mend, or give it a higher failureThreshold.',
    };
  }
  const patience = liveness.initialDelaySeconds + patienceOf(liveness);
  if (startup === undefined && patience < shortestStart) {
    const what = `may be killed ${patience} s after its start; ${shortestStart} s is the least`;
    yield {
      path,
      words: (show) => `container ${show(container.name)} ${what}`,
      remedy:
        'Add a startup probe, or raise initialDelaySeconds, periodSeconds or failureThreshold of the liveness probe.',
    };
  }
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
