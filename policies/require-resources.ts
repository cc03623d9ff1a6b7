import { isPartOfByte } from '../src/policy/amount-fault.js';
import type { Container } from '../src/policy/container.js';
import { field } from '../src/policy/json.js';
import type { Json, JsonObject } from '../src/policy/json.js';
import { readsPodResources } from '../src/policy/pod-resources.js';
import { definePolicy } from '../src/policy/policy.js';
import { message } from '../src/policy/quote.js';
import { boundedByRatio } from '../src/policy/ratio.js';
import { amountOf, canHoldAmounts, larger, resourceLists, singular } from '../src/policy/resources.js';
import type { ResourceList } from '../src/policy/resources.js';
import { workloads } from '../src/policy/workload.js';

const resource = { type: 'string', enum: ['cpu', 'memory', 'ephemeral-storage'] } as const;
type Resource = (typeof resource.enum)[number];

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

interface Settings {
  readonly requests: readonly Resource[];
  readonly limits: readonly Resource[];
  readonly defaults: Readonly<Record<ResourceList, Readonly<Partial<Record<Resource, string | undefined>>>>>;
}

export default definePolicy({
  meta: {
    id: 'require-resources',
    title: 'Containers must say what they need and how much they may take',
    description:
      'Without requests the scheduler places pods blindly, and without a memory limit one leak takes its neighbours down. ' +
      'A CPU limit is demanded in the strict profile only, because throttling often hurts more than it saves. Resources of the ' +
      'whole pod satisfy the demand from Kubernetes 1.34 on, since older releases drop them, and a limit satisfies that for a request, because the API server copies it.',
    category: 'resources',
    severity: 'high',
    remedy: 'Set resources.requests and resources.limits to what the container was measured to use.',
    references: ['https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/'],
  },
  target: workloads,
  settings: {
    requests: {
      type: 'array',
      items: resource,
      uniqueItems: true,
      default: ['cpu', 'memory'],
      description: 'The resources that need a request.',
    },
    limits: {
      type: 'array',
      items: resource,
      uniqueItems: true,
      default: ['memory'],
      description: 'The resources that need a limit.',
    },
    initContainers: { type: 'boolean', default: true, description: 'Demand the same of init containers.' },
    defaults: {
      type: 'object',
      properties: { requests: amounts('100m', '128Mi'), limits: amounts('500m', '256Mi') },
      additionalProperties: false,
      default: { requests: { cpu: '100m', memory: '128Mi' }, limits: { cpu: '500m', memory: '256Mi' } },
      description:
        'What the fix fills in: an added limit is at least the request beside it, and at most so many times that as ' +
        'require-sound-resources allows.',
    },
  },
  injectable: true,
  *check(workload, { settings, settingsOf, kubernetesVersion }) {
    // Before the API server reads them, resources of the whole pod are dropped.
    const wholePod = readsPodResources(kubernetesVersion) ? workload.spec : {};
    const ratios = settingsOf('require-sound-resources')?.['maxLimitToRequest'];
    for (const container of workload.containers) {
      if (!isAsked(container, settings)) continue;
      for (const { list, name } of demandsOf(settings)) {
        if (isSatisfied(list, name, container.raw, wholePod)) continue;
        const path = container.at('resources', list, name);
        const text = message((show) => `container ${show(container.name)} has no ${name} ${singular[list]}`);
        const value = mayAdd(name, container, wholePod)
          ? addition({ list, name }, container.raw, settings, ratios)
          : undefined;
        yield { path, message: text, ...(value !== undefined && { fix: [{ op: 'set', path, value }] }) };
      }
    }
  },
});

function isAsked({ class: its }: Container, { initContainers }: { readonly initContainers: boolean }): boolean {
  return its !== 'ephemeral' && (its !== 'init' || initContainers);
}

interface Demand {
  readonly list: ResourceList;
  readonly name: Resource;
}

function* demandsOf(settings: Settings): Iterable<Demand> {
  for (const list of resourceLists) for (const name of settings[list]) yield { list, name };
}

/** One of the owners says it. A limit speaks for the request too, even an invalid one: that is another policy's affair. */
function isSatisfied(list: ResourceList, name: Resource, ...owners: readonly JsonObject[]): boolean {
  return owners.some(
    (owner) =>
      amountOf(owner, list, name) !== undefined ||
      (list === 'requests' && amountOf(owner, 'limits', name) !== undefined),
  );
}

/** The pod's own amount bounds the sum over its containers, so another one beside it could make the pod invalid. */
function mayAdd(name: Resource, container: Container, wholePod: JsonObject): boolean {
  return canHoldAmounts(container.raw) && amountOf(wholePod, 'requests', name) === undefined;
}

/** The default; for a limit, at least the request that is there or that will be added, and at most so many times that. */
function addition(
  { list, name }: Demand,
  container: JsonObject,
  settings: Settings,
  ratios: unknown,
): Json | undefined {
  const { requests, limits } = settings.defaults;
  if (list === 'requests') return requests[name];
  const limit = limits[name];
  const request =
    amountOf(container, 'requests', name) ?? (settings.requests.includes(name) ? requests[name] : undefined);
  return limit === undefined || isPartOfByte(request, name)
    ? undefined
    : boundedByRatio(name, larger(limit, request), request, field(ratios, name));
}
