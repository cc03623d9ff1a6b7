import { joinBundles, readBundle, writeBundle, type Authority } from './bundle.js';
import { isRecord, recordAt, type CertificateCluster, type RawObject, type StoredName } from './cluster.js';
import { CertificateError } from './error.js';

/** More than the few writers there are can collide. */
const MAX_TRIES = 10;

/** Reads a webhook configuration, which has to exist: publishing is not installing. */
export async function readConfiguration(cluster: CertificateCluster, name: StoredName): Promise<RawObject> {
  const found = await cluster.read(name);
  if (found !== undefined) return found;
  throw new CertificateError(
    `there is no ${name.kind} "${name.name}": install the webhooks first, or name the right one`,
  );
}

/** The CAs that the entries of a webhook configuration trust now. */
export function publishedAuthorities(configuration: RawObject): readonly Authority[] {
  return webhooksOf(configuration).flatMap((webhook) => readBundle(bundleText(webhook)));
}

/**
 * Makes every entry of the configuration trust the bundle, and gives true when that took a write. A CA that is published already
 * and may still be in use stays, whoever put it there: two rotations at once cannot lock each other's servers out.
 */
export async function publishBundle(
  cluster: CertificateCluster,
  name: StoredName,
  bundle: readonly Authority[],
  now: Date,
): Promise<boolean> {
  for (let attempt = 0; attempt < MAX_TRIES; attempt += 1) {
    const configuration = await readConfiguration(cluster, name);
    const pinned = bundle.map(({ fingerprint }) => fingerprint);
    const joined = joinBundles([bundle, publishedAuthorities(configuration)], pinned, now);
    const caBundle = Buffer.from(writeBundle(joined)).toString('base64');
    const webhooks = webhooksOf(configuration);
    if (webhooks.every((webhook) => recordAt(webhook, 'clientConfig')['caBundle'] === caBundle)) return false;
    const updated = webhooks.map((webhook) => ({
      ...webhook,
      clientConfig: { ...recordAt(webhook, 'clientConfig'), caBundle },
    }));
    if ((await cluster.replace(name, { ...configuration, webhooks: updated })) !== undefined) return true;
  }
  throw new CertificateError(`the ${name.kind} "${name.name}" is changed by others all the time; try again`);
}

function webhooksOf(configuration: RawObject): readonly RawObject[] {
  const webhooks = configuration['webhooks'];
  return Array.isArray(webhooks) ? webhooks.filter(isRecord) : [];
}

function bundleText(webhook: RawObject): string {
  const text = recordAt(webhook, 'clientConfig')['caBundle'];
  return typeof text === 'string' ? Buffer.from(text, 'base64').toString('utf8') : '';
}
