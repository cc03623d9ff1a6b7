import type { Container } from './container.js';
import { field } from './json.js';
import type { JsonObject } from './json.js';
import { takesOverRequest } from './pod-resources.js';
import type { Pointer } from './pointer.js';
import type { Show } from './quote.js';
import { isContainerResource, isPodResource } from './resources.js';
import type { Workload } from './workload.js';

/** Who says what resources it has: a container, or the pod as a whole. */
export interface ResourceOwner {
  /** How a message names it. */
  readonly who: (show: Show) => string;
  /** The pointer to its resources. */
  readonly at: Pointer;
  readonly raw: JsonObject;
  /** The resources that it may have, by their names. */
  readonly names: ResourceNames;
  /** Whether it gets a request for a resource that it does not name. */
  readonly isGiven: (resource: string) => boolean;
}

export interface ResourceNames {
  readonly isKnown: (name: string) => boolean;
  /** The end of the sentence about one that is not. */
  readonly fault: string;
  readonly remedy: string;
}

const ofContainers: ResourceNames = {
  isKnown: isContainerResource,
  fault: 'is no resource that a container may have',
  remedy: 'Name cpu, memory, ephemeral-storage, hugepages-<size>, or a device with its domain: nvidia.com/gpu.',
};

const ofPods: ResourceNames = {
  isKnown: isPodResource,
  fault: 'is no resource that a whole pod may have',
  remedy: 'Name cpu, memory or hugepages-<size> there, and all others in the containers.',
};

/** The pod and then its containers, as far as they say anything. The API server refuses any resources on an ephemeral container. */
export function* resourceOwnersOf(workload: Workload): Iterable<ResourceOwner> {
  if (field(workload.spec, 'resources') !== undefined) yield podAsOwner(workload);
  for (const container of workload.containers) {
    if (container.class !== 'ephemeral' && field(container.raw, 'resources') !== undefined)
      yield containerAsOwner(container);
  }
}

function podAsOwner(workload: Workload): ResourceOwner {
  return {
    who: () => 'the pod',
    at: workload.at('resources'),
    raw: workload.spec,
    names: ofPods,
    isGiven: (resource) => takesOverRequest(workload, resource),
  };
}

function containerAsOwner({ name, at, raw }: Container): ResourceOwner {
  return {
    who: (show) => `container ${show(name)}`,
    at: at('resources'),
    raw,
    names: ofContainers,
    isGiven: () => false,
  };
}
