import { dig, field, isObject } from '../src/policy/json.js';
import type { Json } from '../src/policy/json.js';
import { pointer } from '../src/policy/pointer.js';
import type { Pointer } from '../src/policy/pointer.js';
import { excessesOf, readsPodResources } from '../src/policy/pod-resources.js';
import { definePolicy } from '../src/policy/policy.js';
import type { Violation } from '../src/policy/policy.js';
import { parseQuantity } from '../src/policy/quantity.js';
import { message } from '../src/policy/quote.js';
import type { Show } from '../src/policy/quote.js';
import { amountOf, isNativeResource, resourceLists, singular } from '../src/policy/resources.js';
import { workloads } from '../src/policy/workload.js';
import type { Workload } from '../src/policy/workload.js';

export default definePolicy({
  meta: {
    id: 'require-sound-resources',
    title: 'Requests and limits must make sense together',
    description:
      'A quantity with a typing error, a request of zero or a request above its limit fails late: when the pod is created, or ' +
      'when the node runs out. Zero is right only for devices such as nvidia.com/gpu. Resources of the whole pod are judged alike; no ' +
      'limit of an app container may be above the limit of the pod, nor what the containers request at once above its request or, ' +
      'without one, its limit: from Kubernetes 1.34 on the API server refuses such a pod.',
    category: 'resources',
    severity: 'high',
    remedy:
      'Write quantities such as 250m or 512Mi, above zero, with each request at most its limit, and within what the whole pod has.',
    references: [
      'https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/',
      'https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/',
    ],
  },
  target: workloads,
  settings: {
    maxLimitToRequest: {
      type: 'object',
      properties: {},
      additionalProperties: { type: 'number', minimum: 1 },
      default: {},
      description: 'By resource, how many times its request a limit may be.',
    },
  },
  *check(workload, { settings, kubernetesVersion }) {
    const ratios = settings.maxLimitToRequest;
    yield* unsound(() => 'the pod', workload.at('resources'), field(workload.spec, 'resources'), ratios);
    for (const container of workload.containers) {
      // The API server refuses any resources on an ephemeral container.
      if (container.class === 'ephemeral') continue;
      const who = (show: Show): string => `container ${show(container.name)}`;
      yield* unsound(who, container.at('resources'), field(container.raw, 'resources'), ratios);
    }
    if (readsPodResources(kubernetesVersion)) yield* beyondPod(workload);
  },
});

type Who = (show: Show) => string;
type Ratios = Readonly<Record<string, number | undefined>>;

/** What is wrong with one owner's resources: their shape first, then each amount. */
function* unsound(who: Who, at: Pointer, resources: Json | undefined, ratios: Ratios): Iterable<Violation> {
  if (resources !== undefined && !isObject(resources)) {
    yield { path: at, message: message((show) => `${who(show)} has resources ${show(resources)}, which is no object`) };
  }
  for (const list of resourceLists) {
    const entries = field(resources, list);
    const path = pointer(at, list);
    if (entries !== undefined && !isObject(entries)) {
      yield { path, message: message((show) => `${who(show)} has ${list} ${show(entries)}, which is no object`) };
    }
    for (const name of isObject(entries) ? Object.keys(entries) : []) {
      const value = field(entries, name);
      if (value === undefined) continue;
      const fault = faults[list](value, name, resources, ratios);
      if (fault === undefined) continue;
      const text = (show: Show): string => `${label(name, show)} ${singular[list]} ${show(value)} ${fault(show)}`;
      yield { path: pointer(path, name), message: message((show) => `${who(show)}: ${text(show)}`) };
    }
  }
}

/** What the containers have beyond the pod's own amounts: one limit by itself, or all that they request at once. */
function* beyondPod(workload: Workload): Iterable<Violation> {
  for (const { list, resource, most, container } of excessesOf(workload)) {
    const what = (show: Show): string => `${label(resource, show)} ${singular[list]}`;
    if (container === undefined) {
      const text = message(
        (show) => `the pod: ${what(show)} ${show(most)} is below what its containers request at once`,
      );
      yield { path: workload.at('resources', list, resource), message: text };
      continue;
    }
    const limit = amountOf(container.raw, list, resource);
    const text = (show: Show): string => `${what(show)} ${show(limit)} is above the pod's limit ${show(most)}`;
    yield {
      path: container.at('resources', list, resource),
      message: message((show) => `container ${show(container.name)}: ${text(show)}`),
    };
  }
}

const faults = { requests: faultOfRequest, limits: faultOfLimit } as const;

/** The end of the sentence that says what is wrong with a request, by itself or beside its limit. */
function faultOfRequest(request: Json, name: string, resources: Json | undefined): Who | undefined {
  const fault = faultOf(request, name);
  const limit = fault === undefined ? dig(resources, 'limits', name) : undefined;
  return limit !== undefined && isOver(request, limit) ? (show) => `is above the limit ${show(limit)}` : fault;
}

/** The same of a limit, which may be so many times the request beside it. */
function faultOfLimit(limit: Json, name: string, resources: Json | undefined, ratios: Ratios): Who | undefined {
  const fault = faultOf(limit, name);
  const ratio = Object.hasOwn(ratios, name) ? ratios[name] : undefined;
  const request = fault === undefined && ratio !== undefined ? dig(resources, 'requests', name) : undefined;
  if (request === undefined || !isOver(limit, request, ratio)) return fault;
  return (show) => `is over ${show(ratio)} times the request ${show(request)}`;
}

function faultOf(amount: Json, name: string): Who | undefined {
  const quantity = parseQuantity(amount);
  if (quantity === undefined) return () => 'is no quantity';
  if (quantity < 0n) return () => 'is negative';
  return quantity === 0n && isNativeResource(name) ? () => 'is zero' : undefined;
}

/** Whether one quantity is more than so many times another; never, when one of them is no quantity. */
function isOver(one: Json, other: Json, times = 1): boolean {
  const [a, b, factor] = [parseQuantity(one), parseQuantity(other), parseQuantity(times)];
  if (a === undefined || b === undefined || factor === undefined) return false;
  // Both sides are billionths of billionths, so that the comparison is exact.
  return a * BILLION > b * factor;
}

const BILLION = 1_000_000_000n;

/** Kubernetes' own names of resources need no quotes; others are the user's text. */
function label(name: string, show: Show): string {
  return name === 'cpu' || name === 'memory' || name === 'ephemeral-storage' ? name : show(name);
}
