import type { Container } from './container.js';
import type { Fault } from './fault.js';
import type { Json } from './json.js';
import { parseQuantity } from './quantity.js';
import type { Show } from './quote.js';
import { amountOf, nameFor, resourcesOf, singular } from './resources.js';
import { isAtLeast } from './version.js';
import type { KubernetesVersion } from './version.js';
import type { PodSpec, Workload } from './workload.js';

/** The release from which on the API server reads the resources of a whole pod unless it is told not to: 1.34. */
const FIRST_MINOR = 34;

/** Whether a release holds the containers of a pod to the resources of the pod itself; an older one drops these. */
export function readsPodResources(version: KubernetesVersion): boolean {
  return isAtLeast(version, FIRST_MINOR);
}

/** An amount of the whole pod that its containers go beyond, so that the API server refuses the pod. */
export interface Excess extends Fault {
  readonly resource: string;
}

/**
 * Where the containers go beyond what the pod itself is given; nothing for the many pods that are given nothing. The rules are
 * those of validatePodResourceConsistency (pkg/apis/core/validation/validation.go), which looks at the limits of app containers
 * alone. An amount of the pod that is no quantity above zero is wrong by itself, and bounds nothing. A resource of which one limit
 * is too much by itself is not added up as well: it is the same mistake most of the time.
 */
export function* excessesOf({ spec, containers, at }: Workload): Iterable<Excess> {
  const resources = resourcesOf(spec);
  if (resources.size === 0) return;
  const blamed = new Set<string>();
  for (const container of containers) {
    for (const excess of limitsAbove(spec, container)) {
      blamed.add(excess.resource);
      yield excess;
    }
  }
  const requested = requestedAtOnce(containers);
  for (const resource of resources) {
    if (blamed.has(resource)) continue;
    // Of a request that is absent the API server makes what the containers request, and then holds that to the limit.
    const list = amountOf(spec, 'requests', resource) === undefined ? 'limits' : 'requests';
    const most = amountOf(spec, list, resource);
    if (!isAbove(requested.get(resource) ?? 0n, most)) continue;
    const words: Fault['words'] = (show) =>
      `the pod: ${nameFor(resource, show)} ${singular[list]} ${show(most)} is below what its containers request at once`;
    yield { resource, path: at('resources', list, resource), words };
  }
}

/**
 * Whether the API server gives the pod a request for cpu or memory since its containers have one, as it does to every Pod that has a
 * limit of its own, and to no template (defaultPodRequests in pkg/apis/core/v1/defaults.go).
 */
export function takesOverRequest({ isPod, containers }: Workload, resource: string): boolean {
  return isPod && containers.some(({ class: its, raw }) => its !== 'ephemeral' && resourcesOf(raw).has(resource));
}

/** The resources of which the containers go beyond the pod's own amount in one way or another: the pod is refused for each. */
export function exceededBy(workload: Workload | undefined): ReadonlySet<string> {
  return new Set(workload === undefined ? [] : [...excessesOf(workload)].map(({ resource }) => resource));
}

function* limitsAbove(spec: PodSpec, container: Container): Iterable<Excess> {
  if (container.class !== 'app') return;
  for (const resource of resourcesOf(container.raw)) {
    const limit = amountOf(container.raw, 'limits', resource);
    const most = amountOf(spec, 'limits', resource);
    if (!isAbove(parseQuantity(limit) ?? 0n, most)) continue;
    const what = (show: Show): string => `${nameFor(resource, show)} limit ${show(limit)}`;
    const words: Fault['words'] = (show) =>
      `container ${show(container.name)}: ${what(show)} is above the pod's limit ${show(most)}`;
    yield { resource, path: container.at('resources', 'limits', resource), words };
  }
}

function isAbove(amount: bigint, most: Json | undefined): most is Json {
  const quantity = parseQuantity(most);
  return quantity !== undefined && quantity > 0n && amount > quantity;
}

/**
 * By resource and in billionths: what the app containers and the sidecars request together, or an init container with the sidecars
 * before it, whichever is more. It is the sum of AggregateContainerRequests in k8s.io/component-helpers/resource.
 */
function requestedAtOnce(containers: readonly Container[]): ReadonlyMap<string, bigint> {
  const [running, sidecars, starting] = [sums(), sums(), sums()];
  for (const { class: its, raw } of containers) {
    // Ephemeral containers have no resources. The init containers come in the order in which they start.
    for (const resource of its === 'ephemeral' ? [] : resourcesOf(raw)) {
      const request = requestOf(raw, resource);
      const before = sidecars.get(resource) ?? 0n;
      if (its === 'init') starting.set(resource, greater(starting.get(resource), before + request));
      else running.set(resource, (running.get(resource) ?? 0n) + request);
      if (its === 'sidecar') sidecars.set(resource, before + request);
    }
  }
  for (const [resource, amount] of starting) running.set(resource, greater(running.get(resource), amount));
  return running;
}

function sums(): Map<string, bigint> {
  return new Map();
}

function greater(one = 0n, other: bigint): bigint {
  return one > other ? one : other;
}

/** The API server copies a limit to a request that is absent. What is no quantity counts as nothing. */
function requestOf(container: Json, resource: string): bigint {
  return parseQuantity(amountOf(container, 'requests', resource) ?? amountOf(container, 'limits', resource)) ?? 0n;
}
