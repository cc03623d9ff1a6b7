import { isPartOfByte } from './amount-fault.js';
import { field } from './json.js';
import type { Json, JsonObject } from './json.js';
import { boundedByRatio } from './ratio.js';
import { amountOf, canHoldAmounts, larger } from './resources.js';
import type { ResourceList } from './resources.js';

/** The resources that can be asked of every container. */
export const askedResource = { type: 'string', enum: ['cpu', 'memory', 'ephemeral-storage'] } as const;
type Resource = (typeof askedResource.enum)[number];

/** An entry of a container's resources that it ought to have. */
export interface Asked {
  readonly list: ResourceList;
  readonly name: Resource;
}

const amount = { type: 'string', format: 'quantity' } as const;

/** The schema of one list of defaults. How much scratch space is right nobody can guess. */
function amounts<const Cpu, const Memory>(cpu: Cpu, memory: Memory) {
  const properties = {
    cpu: { ...amount, default: cpu },
    memory: { ...amount, default: memory },
    'ephemeral-storage': amount,
  } as const;
  return { type: 'object', properties, additionalProperties: false, default: {} } as const;
}

/** The setting that says the defaults. */
export const defaultAmounts = {
  type: 'object',
  properties: { requests: amounts('100m', '128Mi'), limits: amounts('500m', '256Mi') },
  additionalProperties: false,
  default: { requests: { cpu: '100m', memory: '128Mi' }, limits: { cpu: '500m', memory: '256Mi' } },
  description:
    'What the fix fills in: an added limit is at least the request beside it, and at most so many times that as ' +
    'require-sound-resources allows.',
} as const;

/** Which resources are asked for in each list, and what is filled in for them. */
interface Wanted extends Readonly<Record<ResourceList, readonly Resource[]>> {
  readonly defaults: Readonly<Record<ResourceList, Readonly<Partial<Record<Resource, string | undefined>>>>>;
}

interface Owners {
  readonly container: JsonObject;
  /** The spec of its pod, empty where the resources of that do not count. */
  readonly pod: JsonObject;
}

/**
 * What to write where an entry is missing, or undefined where nobody can say. The pod's own amount bounds the sum over its
 * containers, so that another one beside it could make the pod invalid.
 */
export function additionFor(asked: Asked, owners: Owners, wanted: Wanted, ratios: unknown): Json | undefined {
  const { container, pod } = owners;
  if (!canHoldAmounts(container) || amountOf(pod, 'requests', asked.name) !== undefined) return undefined;
  return asked.list === 'requests'
    ? wanted.defaults.requests[asked.name]
    : limitFor(asked.name, container, wanted, field(ratios, asked.name));
}

/** The default or, where that is more, the request that is there or that will be added; at most so many times that. */
function limitFor(name: Resource, container: JsonObject, wanted: Wanted, ratio: unknown): Json | undefined {
  const { requests, limits } = wanted.defaults;
  const limit = limits[name];
  const request =
    amountOf(container, 'requests', name) ?? (wanted.requests.includes(name) ? requests[name] : undefined);
  return limit === undefined || isPartOfByte(request, name)
    ? undefined
    : boundedByRatio(name, larger(limit, request), request, ratio);
}
