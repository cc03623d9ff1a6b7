import { arrayAt, dig, field, isObject, type JsonObject } from '../../../src/policy/json.js';
import type { Cluster } from './cluster.js';
import { eventually } from './eventually.js';
import { shippedWebhooks, nameOf } from './manifests.js';
import { createNamespace } from './namespace.js';
import type { Seaworthy } from './seaworthy-process.js';
import { barePodSpec, pod } from './workloads.js';

export const webhookKinds = ['ValidatingWebhookConfiguration', 'MutatingWebhookConfiguration'] as const;

/** A shipped configuration with only `clientConfig` of each entry made anew. */
function redirected(configuration: JsonObject, clientConfig: (shipped: JsonObject) => JsonObject): JsonObject {
  const webhooks = arrayAt(configuration, 'webhooks').filter(isObject);
  const changed = webhooks.map((hook) => ({
    ...hook,
    clientConfig: clientConfig(dig(hook, 'clientConfig') as JsonObject),
  }));
  return { ...configuration, webhooks: changed };
}

function shippedPath(clientConfig: JsonObject): string {
  const path = dig(clientConfig, 'service', 'path');
  if (typeof path !== 'string') throw new Error('a shipped webhook has no service path');
  return path;
}

/** Where a server listens, and the authority that it is known by: empty when somebody else will publish it. */
export interface LocalServer {
  readonly port: number;
  readonly ca: string;
}

/** Both configurations, leading to a local URL. */
export function localConfigurations(cluster: Cluster, { port, ca }: LocalServer): readonly JsonObject[] {
  const trust: JsonObject = ca === '' ? {} : { caBundle: Buffer.from(ca).toString('base64') };
  const origin = `https://${cluster.webhookHost}:${port}`;
  return webhookKinds.map((kind) =>
    redirected(shippedWebhooks(kind), (shipped) => ({ url: `${origin}${shippedPath(shipped)}`, ...trust })),
  );
}

const dryRun = ['create', '--dry-run=server', '-o', 'json', '-f', '-'];

/**
 * Waits until the API server has a Pod refused in a namespace that enforces. It takes a configuration up about a second after it is
 * written, and a namespace's labels a moment after, so a Pod that must be refused is tried without being stored.
 */
export async function untilRefused(cluster: Cluster, namespace: string): Promise<void> {
  await eventually(`bad Pods are refused in ${namespace}`, async () => {
    const { code, stderr } = await cluster.admin.run(dryRun, pod({ name: 'probe', namespace }, barePodSpec()));
    if (code !== 0 && stderr.includes('is not ready for production')) return true;
    throw new Error(stderr === '' ? 'the Pod was admitted' : stderr);
  });
}

/** Waits until the API server acts by both configurations. */
export async function untilCalled(cluster: Cluster): Promise<void> {
  await untilRefused(cluster, await createNamespace(cluster, 'probe-enforce', { enforce: 'production' }));
  const namespace = await createNamespace(cluster, 'probe-inject', { inject: 'production' });
  await eventually('the API server asks /mutate', async () => {
    const text = await cluster.admin.succeed(dryRun, pod({ name: 'probe', namespace }, barePodSpec()));
    const container = arrayAt(dig(JSON.parse(text), 'spec'), 'containers')[0];
    return field(container, 'lifecycle') !== undefined;
  });
}

/** Registers the shipped webhooks with the local server, and returns once the API server calls it. */
export async function registerWebhooks(cluster: Cluster, server: LocalServer): Promise<void> {
  await cluster.admin.apply(...localConfigurations(cluster, server));
  await untilCalled(cluster);
}

/** Takes the webhooks away and ends the server, so that the next scenario starts from nothing. */
export async function uninstall(cluster: Cluster, seaworthy: Seaworthy | undefined): Promise<void> {
  for (const kind of webhookKinds)
    await cluster.admin.succeed(['delete', '--ignore-not-found', kind, nameOf(shippedWebhooks(kind))]);
  await seaworthy?.process.stop();
}
