import type { Container } from '../src/policy/container.js';
import { field, objectAt, stringAt } from '../src/policy/json.js';
import type { Json } from '../src/policy/json.js';
import { definePolicy } from '../src/policy/policy.js';
import type { Violation } from '../src/policy/policy.js';
import {
  connectingHandlers,
  declarationOf,
  isQuotedNumber,
  patienceOf,
  probeKinds,
  probeOf,
  repeatsProbe,
} from '../src/policy/probe.js';
import type { Probe } from '../src/policy/probe.js';
import { message } from '../src/policy/quote.js';
import { workloads } from '../src/policy/workload.js';

/** In seconds: what a container needs at least to come up, and how often a new process inside it is not a burden. */
const SHORTEST_START = 10;
const SHORTEST_EXEC_PERIOD = 5;

export default definePolicy({
  meta: {
    id: 'require-sound-probes',
    title: 'Probes must ask the right thing at the right time',
    description:
      'A probe of the wrong port never succeeds, and one that kills for what readiness was meant to report turns a slow database into a ' +
      'crash loop of everything before it. Liveness repeats readiness when both have the same handler and period × ' +
      'failureThreshold gives liveness no more time; neither first delay and timeout nor successThreshold make it another probe. ' +
      'Of containers, app containers and sidecars have probes. A port is looked up where the container declares any: a name among its ' +
      'own, a number among those of the whole pod, whose containers share the network. A name has to be there even where the ' +
      'container declares none. Kubernetes itself wants no number declared, but a list of ports that leaves one out is one that ' +
      'nobody can check a probe by. Ports for UDP or SCTP alone do not count: every probe uses TCP. Probes of another host are not ' +
      'looked at.',
    category: 'availability',
    severity: 'medium',
    remedy:
      'Declare the port that a probe asks, or ask one that is declared, and give liveness more patience than readiness.',
    references: [
      'https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/',
      'https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/',
    ],
  },
  target: workloads,
  settings: {},
  *check(workload) {
    for (const container of workload.containers) {
      if (container.class !== 'app' && container.class !== 'sidecar') continue;
      const probes = probeKinds.map((kind) => probeOf(container, kind));
      for (const probe of probes) {
        if (probe === undefined) continue;
        yield* unknownPorts(container, probe, workload.containers);
        yield* unsoundNumbers(container, probe);
      }
      yield* unsoundLiveness(container, probes);
    }
  },
});

function* unknownPorts(
  container: Container,
  { kind, field: name, raw }: Probe,
  neighbours: readonly Container[],
): Iterable<Violation> {
  for (const handler of connectingHandlers) {
    const asked = objectAt(raw, handler);
    const port = field(asked, 'port');
    if (port === undefined || stringAt(asked, 'host') !== undefined) continue;
    const declaration = declarationOf(port, container, neighbours);
    // Without any declaration a number may well be right; a name is looked up in the container and nowhere else.
    if (declaration === 'reachable' || (typeof port === 'number' && !container.declaresPorts)) continue;
    const { fault, remedy } = faultOf(port, declaration !== undefined);
    yield {
      path: container.at(name, handler, 'port'),
      message: message(
        (show) => `container ${show(container.name)}: the ${kind} probe asks port ${show(port)}, ${fault}`,
      ),
      remedy,
    };
  }
}

function faultOf(port: Json, isDeclared: boolean): { readonly fault: string; readonly remedy: string } {
  if (isDeclared)
    return {
      fault: 'which is not declared for TCP',
      remedy: 'Ask a port that is declared for TCP, or declare this one for it too: probes do not use UDP or SCTP.',
    };
  if (isQuotedNumber(port))
    return {
      fault: 'a number in quotes, which is a name',
      remedy: 'Take the quotes away: the API server refuses names without a letter.',
    };
  const byName = 'Give a port of this container that name in ports, or ask one by its name or its number.';
  const byNumber = 'Declare the port in ports, or ask one that is declared.';
  return { fault: 'which is not declared', remedy: typeof port === 'string' ? byName : byNumber };
}

function* unsoundNumbers(container: Container, probe: Probe): Iterable<Violation> {
  const { kind, field: name, raw, periodSeconds, successThreshold } = probe;
  const who = (show: (value: unknown) => string): string => `container ${show(container.name)}: the ${kind} probe`;
  if (kind !== 'readiness' && successThreshold !== 1) {
    const text = message((show) => `${who(show)} has successThreshold ${successThreshold}, and has to have 1`);
    const remedy = 'Set successThreshold to 1, or take it away: the API server refuses any other.';
    yield { path: container.at(name, 'successThreshold'), message: text, remedy };
  }
  if (objectAt(raw, 'exec') !== undefined && periodSeconds < SHORTEST_EXEC_PERIOD) {
    const text = message(
      (show) => `${who(show)} runs a command every ${periodSeconds} s; ${SHORTEST_EXEC_PERIOD} s is enough`,
    );
    const remedy = `Raise periodSeconds to ${SHORTEST_EXEC_PERIOD} or more: each run starts a process in the container.`;
    yield { path: container.at(name, 'periodSeconds'), message: text, remedy };
  }
}

/** The probes come in the order of their kinds. */
function* unsoundLiveness(
  container: Container,
  [readiness, liveness, startup]: readonly (Probe | undefined)[],
): Iterable<Violation> {
  if (liveness === undefined) return;
  const path = container.at('livenessProbe');
  if (readiness !== undefined && repeatsProbe(liveness, readiness, container)) {
    yield {
      path,
      message: message(
        (show) =>
          `container ${show(container.name)}: the liveness probe asks the same as the readiness probe and gives up no later`,
      ),
      remedy: 'Ask liveness something that only a restart can mend, or give it a higher failureThreshold.',
    };
  }
  const patience = liveness.initialDelaySeconds + patienceOf(liveness);
  if (startup === undefined && patience < SHORTEST_START) {
    yield {
      path,
      message: message(
        (show) =>
          `container ${show(container.name)} may be killed ${patience} s after its start; ${SHORTEST_START} s is the least`,
      ),
      remedy:
        'Add a startup probe, or raise initialDelaySeconds, periodSeconds or failureThreshold of the liveness probe.',
    };
  }
}
