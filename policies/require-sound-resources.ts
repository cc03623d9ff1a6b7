import { faultIn } from '../src/policy/amount-fault.js';
import type { Ratios } from '../src/policy/amount-fault.js';
import { dig, field, isObject, objectAt } from '../src/policy/json.js';
import type { Json, JsonObject } from '../src/policy/json.js';
import { pointer } from '../src/policy/pointer.js';
import type { Pointer } from '../src/policy/pointer.js';
import { exceededBy, excessesOf, readsPodResources, takesOverRequest } from '../src/policy/pod-resources.js';
import { definePolicy } from '../src/policy/policy.js';
import type { Violation } from '../src/policy/policy.js';
import { message } from '../src/policy/quote.js';
import type { Show } from '../src/policy/quote.js';
import {
  amountOf,
  isContainerResource,
  isHugePages,
  isPodResource,
  resourceLists,
  singular,
} from '../src/policy/resources.js';
import type { ResourceList } from '../src/policy/resources.js';
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
      'without one, its limit: from Kubernetes 1.34 on the API server refuses such a pod. Devices and huge pages come whole, and are ' +
      'requested as they are limited; 256m of memory, a quarter of a byte, is a typing error too.',
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
  *check(workload, { settings, kubernetesVersion, previous }) {
    const ratios = settings.maxLimitToRequest;
    if (field(workload.spec, 'resources') !== undefined) yield* unsound(asAWhole(workload), ratios);
    for (const container of workload.containers) {
      // The API server refuses any resources on an ephemeral container.
      if (container.class === 'ephemeral') continue;
      const who = (show: Show): string => `container ${show(container.name)}`;
      yield* unsound({ who, at: container.at('resources'), raw: container.raw, names: ofContainers }, ratios);
    }
    if (readsPodResources(kubernetesVersion)) yield* beyondPod(workload, previous);
  },
});

/** A container, or the pod as a whole. */
interface Owner {
  readonly who: (show: Show) => string;
  /** The pointer to its resources. */
  readonly at: Pointer;
  readonly raw: JsonObject;
  /** The resources that it may have, by their names. */
  readonly names: Names;
  /** Whether it gets a request for a resource that it does not name. */
  readonly isGiven?: (resource: string) => boolean;
}

interface Names {
  readonly known: (name: string) => boolean;
  readonly fault: string;
  readonly remedy: string;
}

const ofContainers: Names = {
  known: isContainerResource,
  fault: 'is no resource that a container may have',
  remedy: 'Name cpu, memory, ephemeral-storage, hugepages-<size>, or a device with its domain: nvidia.com/gpu.',
};

const ofPods: Names = {
  known: isPodResource,
  fault: 'is no resource that a whole pod may have',
  remedy: 'Name cpu, memory or hugepages-<size> there, and all others in the containers.',
};

function asAWhole(workload: Workload): Owner {
  return {
    who: () => 'the pod',
    at: workload.at('resources'),
    raw: workload.spec,
    names: ofPods,
    isGiven: (resource) => takesOverRequest(workload, resource),
  };
}

/** What is wrong with one owner's resources: their shape first, then each amount. */
function* unsound(owner: Owner, ratios: Ratios): Iterable<Violation> {
  const { who, at, raw } = owner;
  const resources = field(raw, 'resources');
  if (resources === undefined) return;
  if (!isObject(resources)) {
    yield { path: at, message: message((show) => `${who(show)} has resources ${show(resources)}, which is no object`) };
  }
  for (const list of resourceLists) {
    const entries = field(resources, list);
    if (entries !== undefined && !isObject(entries)) {
      const path = pointer(at, list);
      yield { path, message: message((show) => `${who(show)} has ${list} ${show(entries)}, which is no object`) };
    }
    for (const name of isObject(entries) ? Object.keys(entries) : []) {
      yield* unsoundAmount(owner, list, name, ratios);
    }
  }
  if (hasOnlyPages(resources, owner.isGiven)) {
    yield { path: at, message: message((show) => `${who(show)} has hugepages, but neither cpu nor memory`) };
  }
}

/** Whether there are huge pages, and nothing to start a container with. Pages without a limit are wrong by themselves. */
function hasOnlyPages(resources: Json, isGiven: Owner['isGiven']): boolean {
  const has = (name: string): boolean => resourceLists.some((list) => dig(resources, list, name) !== undefined);
  if (has('cpu') || has('memory')) return false;
  if (!resourceLists.some((list) => Object.keys(objectAt(resources, list) ?? {}).some(isHugePages))) return false;
  return isGiven === undefined || !(isGiven('cpu') || isGiven('memory'));
}

/** What is wrong with one entry: its name first, for under a wrong one no amount is right. */
function* unsoundAmount(owner: Owner, list: ResourceList, name: string, ratios: Ratios): Iterable<Violation> {
  const { who, at, raw, names } = owner;
  const value = amountOf(raw, list, name);
  if (value === undefined) return;
  if (!names.known(name)) {
    const text = message((show) => `${who(show)}: ${label(name, show)} ${names.fault}`);
    yield { path: pointer(at, list, name), message: text, remedy: names.remedy };
    return;
  }
  const fault = faultIn[list](value, name, field(raw, 'resources'), ratios);
  if (fault === undefined) return;
  const text = (show: Show): string => `${label(name, show)} ${singular[list]} ${show(value)} ${fault(show)}`;
  yield { path: pointer(at, list, name), message: message((show) => `${who(show)}: ${text(show)}`) };
}

/** What the containers have beyond the pod's own amounts: one limit by itself, or all that they request at once. */
function* beyondPod(workload: Workload, previous: Workload | undefined): Iterable<Violation> {
  let before: ReadonlySet<string> | undefined;
  for (const { list, resource, most, container } of excessesOf(workload)) {
    before ??= exceededBy(previous);
    // The blame goes from a limit to the sum, or back, when only one of them is mended: the pod was refused before as well.
    const cap = before.has(resource) ? ({ atMost: 'warn' } as const) : {};
    const what = (show: Show): string => `${label(resource, show)} ${singular[list]}`;
    if (container === undefined) {
      const text = message(
        (show) => `the pod: ${what(show)} ${show(most)} is below what its containers request at once`,
      );
      yield { path: workload.at('resources', list, resource), message: text, ...cap };
      continue;
    }
    const limit = amountOf(container.raw, list, resource);
    const text = (show: Show): string => `${what(show)} ${show(limit)} is above the pod's limit ${show(most)}`;
    yield {
      path: container.at('resources', list, resource),
      message: message((show) => `container ${show(container.name)}: ${text(show)}`),
      ...cap,
    };
  }
}

/** Kubernetes' own names of resources need no quotes; others are the user's text. */
function label(name: string, show: Show): string {
  return name === 'cpu' || name === 'memory' || name === 'ephemeral-storage' ? name : show(name);
}
