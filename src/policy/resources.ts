import { dig, field, isObject, objectAt } from './json.js';
import type { Json } from './json.js';
import { parseQuantity } from './quantity.js';
import type { Show } from './quote.js';
import { remember } from './remember.js';

/** The two lists of a container's, or a pod's, `resources`. */
export const resourceLists = ['requests', 'limits'] as const;
export type ResourceList = (typeof resourceLists)[number];

/** How a message calls one entry of a list. */
export const singular: Readonly<Record<ResourceList, string>> = { requests: 'request', limits: 'limit' };

/** Kubernetes' own names of resources need no quotes in a message; others are the user's text. */
export function nameFor(resource: string, show: Show): string {
  return resource === 'cpu' || resource === 'memory' || resource === 'ephemeral-storage' ? resource : show(resource);
}

/** What every container uses; other resources, such as nvidia.com/gpu, are devices that it may do without. */
const NATIVE = /^(?:cpu|memory|ephemeral-storage|hugepages-.*)$/;

export const isNativeResource = remember((name) => NATIVE.test(name));

/** Memory in pages of one size, of which a node sets some aside. */
export function isHugePages(name: string): boolean {
  return name.startsWith('hugepages-');
}

/** What Kubernetes calls a qualified name, here one with a domain (RFC 1123, in lower case) of at most 253 characters. */
const LABEL = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/;
const NAME = /^[A-Za-z0-9](?:[-\w.]{0,61}[A-Za-z0-9])?$/;
const LONGEST_DOMAIN = 253;

const isQualified = remember((text) => {
  const [domain = '', name = '', ...more] = text.split('/');
  if (domain.length > LONGEST_DOMAIN || more.length > 0 || !NAME.test(name)) return false;
  return domain.split('.').every((label) => LABEL.test(label));
});

/** The API server itself knows the names in its own domain, and asks no more of them. */
const OWN_DOMAIN = 'kubernetes.io/';

/** What a quota puts before the name of a resource: the API server refuses a device whose name leaves no room for it. */
const IN_QUOTA = 'requests.';

/** What Kubernetes calls an extended resource: it is counted, and nothing may have more of it than it was promised. */
export const isDevice = remember(
  (name) => !name.includes(OWN_DOMAIN) && !name.startsWith(IN_QUOTA) && isQualified(`${IN_QUOTA}${name}`),
);

/** Whether the API server lets a container have a resource of this name. */
export function isContainerResource(name: string): boolean {
  return isNativeResource(name) || isDevice(name) || (name.includes(OWN_DOMAIN) && isQualified(name));
}

/** The same of a pod as a whole. */
export function isPodResource(name: string): boolean {
  return name === 'cpu' || name === 'memory' || isHugePages(name);
}

/** One entry as it is written, valid or not; undefined when it is absent. The owner is a container or a pod spec. */
export function amountOf(owner: Json, list: ResourceList, resource: string): Json | undefined {
  return dig(owner, 'resources', list, resource);
}

/** Whether the owner says an amount. A limit speaks for the request too, even an invalid one: that is another policy's affair. */
export function speaksFor(owner: Json, list: ResourceList, resource: string): boolean {
  if (amountOf(owner, list, resource) !== undefined) return true;
  return list === 'requests' && amountOf(owner, 'limits', resource) !== undefined;
}

/** Whether amounts can be added: neither the lists nor what holds them is something other than an object. */
export function canHoldAmounts(owner: Json): boolean {
  const resources = field(owner, 'resources');
  return [resources, ...resourceLists.map((list) => field(resources, list))].every(
    (parent) => parent === undefined || isObject(parent),
  );
}

/** Every resource of which the owner has an amount, in either list. */
export function resourcesOf(owner: Json): ReadonlySet<string> {
  const resources = objectAt(owner, 'resources');
  return new Set(resourceLists.flatMap((list) => Object.keys(objectAt(resources, list) ?? {})));
}

/** The larger of two quantities, written as it came; one that is no quantity does not count. */
export function larger<T extends Json>(one: T, other: Json | undefined): T | Json {
  const [a, b] = [parseQuantity(one), parseQuantity(other)];
  return a !== undefined && b !== undefined && b > a ? (other ?? one) : one;
}
