import type { Container } from '../src/policy/container.js';
import type { Fault } from '../src/policy/fault.js';
import { livenessFaultsOf } from '../src/policy/liveness.js';
import { definePolicy } from '../src/policy/policy.js';
import { numberFaultsOf } from '../src/policy/probe-number.js';
import { portFaultsOf } from '../src/policy/probe-port.js';
import { probesOf } from '../src/policy/probe.js';
import { message } from '../src/policy/quote.js';
import { workloads } from '../src/policy/workload.js';
import type { Workload } from '../src/policy/workload.js';

/** In seconds: what a container needs at least to come up, and how often a new process inside it is not a burden. */
const SHORTEST_START = 10;
const SHORTEST_EXEC_PERIOD = 5;

export default definePolicy({
  meta: {
    id: 'require-sound-probes',
    title: 'Probes must ask the right thing at the right time',
    description:
      'A probe of the wrong port never succeeds, and one that kills for what readiness was meant to report turns a slow ' +
      'database into a crash loop of everything before it.',
    details: [
      'Liveness repeats readiness when both have the same handler and period × failureThreshold gives liveness no more time; ' +
        'neither first delay and timeout nor successThreshold make it another probe.',
      'A command runs every 5 s at most, as each run starts a process in the container, and only readiness may want more than ' +
        'one success.',
      'A container has 10 s at least before its startup probe may kill it, or its liveness probe where it has no other.',
      'Of containers, app containers and sidecars have probes. Probes of another host are not looked at. Nor are numbers of ' +
        'ports in what Knative runs: it lets a container declare one port only, and 0 is that one.',
      'A port is looked up where the container declares any: a name among its own, a number among those of the whole pod, whose ' +
        'containers share the network. A name has to be there even where the container declares none. Kubernetes itself wants ' +
        'no number declared, but a list of ports that leaves one out is one that nobody can check a probe by. Ports for UDP or ' +
        'SCTP alone do not count: every probe uses TCP.',
    ],
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
      for (const { path, words, remedy } of faultsOf(container, workload)) {
        yield { path, message: message(words), ...(remedy !== undefined && { remedy }) };
      }
    }
  },
});

function* faultsOf(container: Container, workload: Workload): Iterable<Fault> {
  const probes = probesOf(container);
  for (const probe of probes) {
    if (probe === undefined) continue;
    yield* portFaultsOf(probe, workload);
    yield* numberFaultsOf(probe, SHORTEST_EXEC_PERIOD);
  }
  yield* livenessFaultsOf(probes, SHORTEST_START);
}
