import type { Container } from '../src/policy/container.js';
import { remedyOfProxy } from '../src/policy/knative.js';
import { readsPodResources } from '../src/policy/pod-resources.js';
import { definePolicy } from '../src/policy/policy.js';
import { message } from '../src/policy/quote.js';
import { additionFor, askedResource, defaultAmounts } from '../src/policy/resource-default.js';
import type { Asked } from '../src/policy/resource-default.js';
import { resourceLists, singular, speaksFor } from '../src/policy/resources.js';
import type { ResourceList } from '../src/policy/resources.js';
import { workloads } from '../src/policy/workload.js';

const names = { type: 'array', items: askedResource, uniqueItems: true } as const;

export default definePolicy({
  meta: {
    id: 'require-resources',
    title: 'Containers must say what they need and how much they may take',
    description:
      'Without requests the scheduler places pods blindly, and without a memory limit one leak takes its neighbours down. ' +
      'A CPU limit is demanded in the strict profile only, because throttling often hurts more than it saves.',
    details: [
      'Ephemeral containers are passed over, as they may have no resources.',
      'Resources of the whole pod satisfy the demand from Kubernetes 1.34 on, since older releases drop them, but for Windows, where ' +
        'they are refused; and a limit satisfies that for a request, because the API server copies it.',
    ],
    category: 'resources',
    severity: 'high',
    remedy: 'Set resources.requests and resources.limits to what the container was measured to use.',
    references: ['https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/'],
  },
  target: workloads,
  settings: {
    requests: { ...names, default: ['cpu', 'memory'], description: 'The resources that need a request.' },
    limits: { ...names, default: ['memory'], description: 'The resources that need a limit.' },
    initContainers: { type: 'boolean', default: true, description: 'Demand the same of init containers.' },
    defaults: defaultAmounts,
  },
  injectable: true,
  *check(workload, { settings, settingsOf, kubernetesVersion }) {
    // Older releases drop the resources of the whole pod, and for Windows the API server refuses them.
    const pod = readsPodResources(kubernetesVersion) && !workload.isWindows ? workload.spec : {};
    const ratios = settingsOf('require-sound-resources')?.['maxLimitToRequest'];
    for (const container of workload.containers) {
      if (!isAsked(container, settings)) continue;
      for (const asked of demandsOf(settings)) {
        const { list, name } = asked;
        if (speaksFor(container.raw, list, name) || speaksFor(pod, list, name)) continue;
        const path = container.at('resources', list, name);
        const text = message((show) => `container ${show(container.name)} has no ${name} ${singular[list]}`);
        const value = additionFor(asked, { container: container.raw, pod }, settings, ratios);
        const remedy = remedyOfProxy(workload, container, asked);
        yield { path, message: text, ...remedy, ...(value !== undefined && { fix: [{ op: 'set', path, value }] }) };
      }
    }
  },
});

function isAsked({ class: its }: Container, { initContainers }: { readonly initContainers: boolean }): boolean {
  return its !== 'ephemeral' && (its !== 'init' || initContainers);
}

function* demandsOf(settings: Readonly<Record<ResourceList, readonly Asked['name'][]>>): Iterable<Asked> {
  for (const list of resourceLists) for (const name of settings[list]) yield { list, name };
}
