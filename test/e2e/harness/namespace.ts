import { randomBytes } from 'node:crypto';
import { madeByTest, type Cluster } from './cluster.js';
import { eventually } from './eventually.js';

export type Labels = Partial<Readonly<Record<'enforce' | 'warn' | 'audit' | 'inject', string>>>;

/**
 * Makes a namespace of its own for a test, with Seaworthy's labels, and waits for its `default` ServiceAccount, without which
 * the API server refuses every Pod.
 */
export async function createNamespace(cluster: Cluster, purpose: string, labels: Labels = {}): Promise<string> {
  const name = `${purpose}-${randomBytes(3).toString('hex')}`;
  const prefixed = Object.fromEntries(
    Object.entries(labels).map(([key, profile]) => [`seaworthy.dev/${key}`, profile]),
  );
  await cluster.admin.apply({
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name, labels: { [madeByTest]: 'yes', ...prefixed } },
  });
  await eventually(
    `namespace ${name} has its default ServiceAccount`,
    async () => (await cluster.admin.run(['get', 'serviceaccount', 'default', '-n', name])).code === 0,
  );
  return name;
}
