import { arrayAt, dig, type JsonObject } from '../../../src/policy/json.js';
import { collectionPath, type Api } from './api-proxy.js';
import type { Cluster } from './cluster.js';
import { eventually } from './eventually.js';
import { bareContainer, soundContainer } from './workloads.js';

export const kinds = [
  'pods',
  'deployments.apps',
  'replicasets.apps',
  'statefulsets.apps',
  'daemonsets.apps',
  'replicationcontrollers',
  'jobs.batch',
  'cronjobs.batch',
  'podtemplates',
] as const;

/** A workload as its number says: each kind in turn, each with a defect or two, none of which makes a Pod. */
function workload(index: number): JsonObject {
  const name = `w${index}`;
  const metadata = { name, labels: { app: name } };
  const containers = [
    index % 2 === 0 ? bareContainer() : soundContainer(),
    { ...soundContainer('second'), image: `registry.example.com/a/b${index % 3 === 0 ? '' : ':1'}` },
  ];
  const long = { metadata: { labels: { app: name } }, spec: { containers } };
  const short = { metadata: { labels: { app: name } }, spec: { containers, restartPolicy: 'OnFailure' } };
  const selector = { matchLabels: { app: name } };
  const shapes: readonly JsonObject[] = [
    { apiVersion: 'v1', kind: 'Pod', spec: long.spec },
    { apiVersion: 'apps/v1', kind: 'Deployment', spec: { replicas: 0, selector, template: long } },
    { apiVersion: 'apps/v1', kind: 'ReplicaSet', spec: { replicas: 0, selector, template: long } },
    { apiVersion: 'apps/v1', kind: 'StatefulSet', spec: { replicas: 0, serviceName: name, selector, template: long } },
    // No node has this label, so it has no Pods anywhere.
    {
      apiVersion: 'apps/v1',
      kind: 'DaemonSet',
      spec: {
        selector,
        template: { ...long, spec: { ...long.spec, nodeSelector: { 'e2e.seaworthy.dev/never': 'true' } } },
      },
    },
    { apiVersion: 'v1', kind: 'ReplicationController', spec: { replicas: 0, selector: { app: name }, template: long } },
    { apiVersion: 'batch/v1', kind: 'Job', spec: { suspend: true, template: short } },
    {
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      spec: { suspend: true, schedule: '0 4 * * *', jobTemplate: { spec: { template: short } } },
    },
    { apiVersion: 'v1', kind: 'PodTemplate', template: long },
  ];
  return { ...(shapes[index % shapes.length] ?? {}), metadata };
}

/** Creates the workloads numbered from `first` up to, not including, `end`, spread over the namespaces, sixteen at a time. */
export async function createWorkloads(
  api: Api,
  namespaces: readonly string[],
  first: number,
  end: number,
): Promise<void> {
  let next = first;
  const worker = async (): Promise<void> => {
    while (next < end) {
      const index = next;
      next += 1;
      const namespace = namespaces[index % namespaces.length] ?? '';
      const object = workload(index);
      const { status, body } = await api.post(collectionPath(object, namespace), object);
      if (status !== 201) throw new Error(`workload ${index}: ${status} ${JSON.stringify(body)}`);
    }
  };
  await Promise.all(Array.from({ length: 16 }, worker));
}

/** Waits until every Deployment has its ReplicaSet: from then on the controllers change nothing any more. */
export async function untilSettled(cluster: Cluster, namespaces: readonly string[]): Promise<void> {
  await eventually(
    'the controllers have seen every Deployment',
    async () => {
      const items = arrayAt(await cluster.admin.get('deployments', '-A'), 'items').filter((item) => {
        const namespace = dig(item, 'metadata', 'namespace');
        return typeof namespace === 'string' && namespaces.includes(namespace);
      });
      return items.every((item) => dig(item, 'status', 'observedGeneration') === dig(item, 'metadata', 'generation'));
    },
    { withinMs: 180_000, everyMs: 1000 },
  );
}

export function isOwned(object: unknown): boolean {
  return arrayAt(dig(object, 'metadata'), 'ownerReferences').some((owner) => dig(owner, 'controller') === true);
}
