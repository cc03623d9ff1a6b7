import { field, isObject } from '../src/policy/json.js';
import type { Json } from '../src/policy/json.js';
import { pointer } from '../src/policy/pointer.js';
import type { Pointer } from '../src/policy/pointer.js';
import { definePolicy } from '../src/policy/policy.js';
import type { Violation } from '../src/policy/policy.js';
import { parseQuantity } from '../src/policy/quantity.js';
import { message } from '../src/policy/quote.js';
import type { Show } from '../src/policy/quote.js';
import { isNativeResource, resourceLists, singular } from '../src/policy/resources.js';
import type { ResourceList } from '../src/policy/resources.js';
import { workloads } from '../src/policy/workload.js';

export default definePolicy({
  meta: {
    id: 'require-sound-resources',
    title: 'Requests and limits must make sense together',
    description:
      'A quantity with a typing error, a request of zero or a request above its limit fails late: when the pod is created, or ' +
      'when the node runs out. Zero is right only for devices such as nvidia.com/gpu. Resources of the whole pod are judged alike.',
    category: 'resources',
    severity: 'high',
    remedy: 'Write quantities such as 250m or 512Mi, above zero, with each request at most its limit.',
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
  *check(workload, { settings }) {
    const ratios = settings.maxLimitToRequest;
    yield* unsound(() => 'the pod', workload.at('resources'), field(workload.spec, 'resources'), ratios);
    for (const container of workload.containers) {
      // The API server refuses any resources on an ephemeral container.
      if (container.class === 'ephemeral') continue;
      const who = (show: Show): string => `container ${show(container.name)}`;
      yield* unsound(who, container.at('resources'), field(container.raw, 'resources'), ratios);
    }
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
      const fault = value === undefined ? undefined : faultOf(resources, list, name, ratios);
      if (fault === undefined) continue;
      const text = (show: Show): string => `${label(name, show)} ${singular[list]} ${show(value)} ${fault(show)}`;
      yield { path: pointer(path, name), message: message((show) => `${who(show)}: ${text(show)}`) };
    }
  }
}

/** The end of the sentence that says what is wrong with one amount, by itself or beside its counterpart. */
function faultOf(resources: Json | undefined, list: ResourceList, name: string, ratios: Ratios): Who | undefined {
  const [request, limit] = resourceLists.map((one) => field(field(resources, one), name));
  const quantity = parseQuantity(list === 'requests' ? request : limit);
  if (quantity === undefined) return () => 'is no quantity';
  if (quantity < 0n) return () => 'is negative';
  if (quantity === 0n && isNativeResource(name)) return () => 'is zero';
  if (list === 'requests') return isOver(request, limit, 1) ? (show) => `is above the limit ${show(limit)}` : undefined;
  const ratio = Object.hasOwn(ratios, name) ? ratios[name] : undefined;
  return isOver(limit, request, ratio)
    ? (show) => `is over ${show(ratio)} times the request ${show(request)}`
    : undefined;
}

/** Whether one quantity is more than so many times another; never, when one of the three is missing or no quantity. */
function isOver(one: Json | undefined, other: Json | undefined, times: number | undefined): boolean {
  const [a, b, factor] = [one, other, times].map(parseQuantity);
  if (a === undefined || b === undefined || factor === undefined) return false;
  // Both sides are billionths of billionths, so that the comparison is exact.
  return a * BILLION > b * factor;
}

const BILLION = 1_000_000_000n;

/** Kubernetes' own names of resources need no quotes; others are the user's text. */
function label(name: string, show: Show): string {
  return name === 'cpu' || name === 'memory' || name === 'ephemeral-storage' ? name : show(name);
}
