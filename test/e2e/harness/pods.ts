import { arrayAt, dig, isObject, type JsonObject } from '../../../src/policy/json.js';
import type { Cluster } from './cluster.js';
import { nameOf } from './manifests.js';

/** The Pods of a namespace that are not on their way out. */
export async function podsOf(cluster: Cluster, namespace: string, selector = ''): Promise<readonly JsonObject[]> {
  const list = await cluster.admin.get('pods', '-n', namespace, `--selector=${selector}`);
  return arrayAt(list, 'items')
    .filter(isObject)
    .filter((pod) => dig(pod, 'metadata', 'deletionTimestamp') === undefined);
}

function isReady(pod: JsonObject): boolean {
  return arrayAt(dig(pod, 'status'), 'conditions').some(
    (one) => dig(one, 'type') === 'Ready' && dig(one, 'status') === 'True',
  );
}

/** Says of every Pod of a namespace that it is ready: there is no kubelet here that would, and no roll-out goes on before. */
export async function markReady(cluster: Cluster, namespace: string): Promise<void> {
  const status = {
    phase: 'Running',
    conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: new Date().toISOString() }],
  };
  for (const pod of await podsOf(cluster, namespace)) {
    if (isReady(pod)) continue;
    const patch = ['--subresource=status', '--type=merge', '-p', JSON.stringify({ status })];
    // A Pod may go between the listing and this; the next round sees those that are left.
    await cluster.admin.run(['patch', 'pod', nameOf(pod), '-n', namespace, ...patch]);
  }
}
