import { exceededBy, excessesOf, readsPodResources } from '../src/policy/pod-resources.js';
import { definePolicy } from '../src/policy/policy.js';
import { message } from '../src/policy/quote.js';
import { resourceFaultsOf } from '../src/policy/resource-fault.js';
import { resourceOwnersOf } from '../src/policy/resource-owner.js';
import { workloads } from '../src/policy/workload.js';

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
    for (const owner of resourceOwnersOf(workload)) {
      for (const { path, words, remedy } of resourceFaultsOf(owner, settings.maxLimitToRequest)) {
        yield { path, message: message(words), ...(remedy !== undefined && { remedy }) };
      }
    }
    if (!readsPodResources(kubernetesVersion)) return;
    let before: ReadonlySet<string> | undefined;
    for (const { path, words, resource } of excessesOf(workload)) {
      before ??= exceededBy(previous);
      // The blame goes from a limit to the sum, or back, when only one of them is mended: the pod was refused before as well.
      yield { path, message: message(words), ...(before.has(resource) && { atMost: 'warn' as const }) };
    }
  },
});
