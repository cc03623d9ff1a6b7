import { arrayAt, dig, field, isObject, type JsonObject } from '../../../src/policy/json.js';
import type { Cluster } from './cluster.js';
import { eventually } from './eventually.js';
import { shippedWebhooks, nameOf } from './manifests.js';
import { createNamespace } from './namespace.js';
import type { Seaworthy } from './seaworthy-process.js';
import { barePodSpec, pod } from './workloads.js';

const kinds = ['ValidatingWebhookConfiguration', 'MutatingWebhookConfiguration'] as const;

/** A shipped configuration with only `clientConfig` of each entry made anew. */
export function redirected(configuration: JsonObject, clientConfig: (shipped: JsonObject) => JsonObject): JsonObject {
  const webhooks = arrayAt(configuration, 'webhooks').filter(isObject);
  const changed = webhooks.map((hook) => ({
    ...hook,
    clientConfig: clientConfig(dig(hook, 'clientConfig') as JsonObject),
  }));
  return { ...configuration, webhooks: changed };
}

export function shippedPath(clientConfig: JsonObject): string {
  const path = dig(clientConfig, 'service', 'path');
  if (typeof path !== 'string') throw new Error('a shipped webhook has no service path');
  return path;
}

/** Both configurations, leading to a local URL. */
function localConfigurations(cluster: Cluster, seaworthy: Seaworthy): readonly JsonObject[] {
  const caBundle = Buffer.from(seaworthy.ca).toString('base64');
  const origin = `https://${cluster.webhookHost}:${seaworthy.port}`;
  return kinds.map((kind) =>
    redirected(shippedWebhooks(kind), (shipped) => ({ url: `${origin}${shippedPath(shipped)}`, caBundle })),
  );
}

/**
 * Waits until the API server acts by both configurations. It takes them up about a second after they are written, so a Pod that
 * must be refused and one that must be injected are tried, without being stored, until both happen.
 */
export async function untilCalled(cluster: Cluster): Promise<void> {
  const enforced = await createNamespace(cluster, 'probe-enforce', { enforce: 'production' });
  const injected = await createNamespace(cluster, 'probe-inject', { inject: 'production' });
  const dryRun = ['create', '--dry-run=server', '-o', 'json', '-f', '-'];
  await eventually('the API server asks /validate', async () => {
    const { code, stderr } = await cluster.admin.run(
      dryRun,
      pod({ name: 'probe', namespace: enforced }, barePodSpec()),
    );
    if (code !== 0 && stderr.includes('is not ready for production')) return true;
    throw new Error(stderr === '' ? 'the Pod was admitted' : stderr);
  });
  await eventually('the API server asks /mutate', async () => {
    const text = await cluster.admin.succeed(dryRun, pod({ name: 'probe', namespace: injected }, barePodSpec()));
    const container = arrayAt(dig(JSON.parse(text), 'spec'), 'containers')[0];
    return field(container, 'lifecycle') !== undefined;
  });
}

/** Registers the shipped webhooks with the local server, and returns once the API server calls it. */
export async function registerWebhooks(cluster: Cluster, seaworthy: Seaworthy): Promise<void> {
  await cluster.admin.apply(...localConfigurations(cluster, seaworthy));
  await untilCalled(cluster);
}

/** Takes the webhooks away and ends the server, so that the next scenario starts from nothing. */
export async function uninstall(cluster: Cluster, seaworthy: Seaworthy | undefined): Promise<void> {
  for (const kind of kinds)
    await cluster.admin.succeed(['delete', '--ignore-not-found', kind, nameOf(shippedWebhooks(kind))]);
  await seaworthy?.process.stop();
}
