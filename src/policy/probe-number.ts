import type { Fault } from './fault.js';
import { objectAt } from './json.js';
import { nameOf } from './probe.js';
import type { Probe } from './probe.js';

/**
 * What is wrong with the numbers of a probe by itself. Only readiness may want several successes; and a command is a new process
 * each time, which is no burden where so many seconds at least lie between one and the next.
 */
export function* numberFaultsOf(probe: Probe, shortestExecPeriod: number): Iterable<Fault> {
  const { kind, container, field: name, raw, periodSeconds, successThreshold } = probe;
  if (kind !== 'readiness' && successThreshold !== 1 && !Number.isNaN(successThreshold)) {
    yield {
      path: container.at(name, 'successThreshold'),
      words: (show) => `${nameOf(probe, show)} has successThreshold ${successThreshold}, and has to have 1`,
      remedy: 'Set successThreshold to 1, or take it away: the API server refuses any other.',
    };
  }
  if (objectAt(raw, 'exec') !== undefined && periodSeconds < shortestExecPeriod) {
    const enough = `${shortestExecPeriod} s is enough`;
    yield {
      path: container.at(name, 'periodSeconds'),
      words: (show) => `${nameOf(probe, show)} runs a command every ${periodSeconds} s; ${enough}`,
      remedy: `Raise periodSeconds to ${shortestExecPeriod} or more: each run starts a process in the container.`,
    };
  }
}
