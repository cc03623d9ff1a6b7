import type { Around } from '../src/policy/around.js';
import { containersWithout, findTarget, hasContainer } from '../src/policy/autoscaled-target.js';
import { minimumOf } from '../src/policy/autoscaled.js';
import { autoscalers, utilizationsOf } from '../src/policy/autoscaler.js';
import type { Autoscaler, Utilization } from '../src/policy/autoscaler.js';
import { requestedByDefault } from '../src/policy/limit-range.js';
import { pointer } from '../src/policy/pointer.js';
import type { Pointer } from '../src/policy/pointer.js';
import { definePolicy } from '../src/policy/policy.js';
import type { Violation } from '../src/policy/policy.js';
import { message } from '../src/policy/quote.js';
import type { Workload } from '../src/policy/workload.js';

export default definePolicy({
  meta: {
    id: 'require-sound-autoscaling',
    title: 'An autoscaler must have room to move and something to measure',
    description:
      'A minimum of 1, which is what an absent one means, is an outage with every drained node at night, when there is least to do. A ' +
      'maximum that is no higher than the minimum scales nothing. A Utilization is a share of what is requested: one container ' +
      'without a request for that resource, sidecars included, and the autoscaler stands still and says so in its events only. A ' +
      'limit speaks for the request, as the API server copies it. Requests count that Pods are given by Seaworthy, where the ' +
      'namespace opts in to injection, or by a LimitRange. An autoscaler without metrics reads the cpu. A container that ' +
      'the target lacks is a warning at most, as another webhook may add it, and is passed over where a metric of the same resource reads ' +
      'one that is there, as while a container is renamed. Nothing is said about requests where the target is no Deployment or StatefulSet, or where targets or LimitRanges cannot be seen.',
    category: 'availability',
    severity: 'medium',
    remedy: 'Set minReplicas to 2 or more and maxReplicas above it, and give each container of the target requests.',
    references: [
      'https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/',
      'https://kubernetes.io/docs/concepts/workloads/autoscaling/',
    ],
  },
  target: autoscalers,
  settings: {},
  needs: ['inventory'],
  related: ['Deployment', 'LimitRange', 'StatefulSet'],
  *check(autoscaler, around) {
    yield* unsoundBounds(autoscaler);
    yield* missingRequests(autoscaler, around);
  },
});

function* unsoundBounds(autoscaler: Autoscaler): Iterable<Violation> {
  const { minReplicas, maxReplicas } = autoscaler;
  const minimum = minimumOf(autoscaler);
  if (minimum < 2) {
    const text =
      minReplicas === undefined
        ? 'no minReplicas is set, which means 1; at least 2 are wanted'
        : message((show) => `minReplicas is ${show(minReplicas)}; at least 2 are wanted`);
    yield { path: '/spec/minReplicas', message: text };
  }
  if (typeof maxReplicas === 'number' && maxReplicas > minimum) return;
  yield {
    path: '/spec/maxReplicas',
    message:
      maxReplicas === undefined
        ? `no maxReplicas is set; more than the ${minimum} of minReplicas is wanted`
        : message((show) => `maxReplicas is ${show(maxReplicas)}; more than the ${minimum} of minReplicas is wanted`),
  };
}

function* missingRequests(autoscaler: Autoscaler, around: Around): Iterable<Violation> {
  const target = findTarget(autoscaler, around);
  if (target === undefined) return;
  const utilizations = utilizationsOf(autoscaler);
  const measured = measuredInContainers(target, utilizations);
  const read = new Set<string>();
  for (const utilization of utilizations) {
    const { resource, container } = utilization;
    // A second metric of the same share misses the same requests.
    const share = JSON.stringify([resource, container]);
    if (read.has(share)) continue;
    read.add(share);
    if (hasContainer(target, utilization)) yield* unrequested(autoscaler, utilization, target, around);
    else if (!measured.has(resource)) yield unknownContainer(autoscaler, utilization);
  }
}

/** The resources of which a metric reads a container that is there. */
function measuredInContainers(target: Workload, utilizations: readonly Utilization[]): ReadonlySet<string> {
  const found = utilizations.filter((one) => one.container !== undefined && hasContainer(target, one));
  return new Set(found.map(({ resource }) => resource));
}

function unknownContainer({ target }: Autoscaler, utilization: Utilization): Violation {
  const { resource, container = '' } = utilization;
  return {
    path: pathOf(utilization),
    message: message(
      (show) => `no container ${show(container)} is there to measure in ${target.kind} ${show(target.name)}`,
    ),
    remedy: 'Name a container of the target; where a webhook adds the container, leave the metric as it is.',
    subject: `${resource} ${container}`,
    atMost: 'warn',
  };
}

/** So many containers are named for one metric: an autoscaler and its target may each have thousands. Who mends these is told of more. */
const MOST_CONTAINERS = 10;

function* unrequested(
  { target: { kind, name } }: Autoscaler,
  utilization: Utilization,
  target: Workload,
  around: Around,
): Iterable<Violation> {
  const { resource } = utilization;
  let named = 0;
  for (const one of containersWithout(target, utilization, around.kubernetesVersion)) {
    if (named++ === MOST_CONTAINERS) return;
    const given = requestedByDefault(resource, around);
    if (!given.known || given.value) return;
    const text = message(
      (show) => `container ${show(one)} of ${kind} ${show(name)} requests no ${show(resource)} to measure by`,
    );
    yield { path: pathOf(utilization), message: text, subject: `${resource} ${one}` };
  }
}

function pathOf({ index }: Utilization): Pointer {
  return index === undefined ? '/spec/metrics' : pointer('/spec/metrics', index);
}
