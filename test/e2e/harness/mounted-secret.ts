import { X509Certificate } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { dig, type JsonObject } from '../../../src/policy/json.js';
import type { Cluster } from './cluster.js';
import { homeNamespace } from './manifests.js';
import { writeMounted } from './mounted-folder.js';

export interface MountedSecret {
  /** The fingerprint of the serving certificate that was written last. */
  readonly fingerprint: () => string;
  readonly stop: () => Promise<void>;
}

function decoded(secret: JsonObject): Readonly<Record<string, string>> {
  const data = (dig(secret, 'data') ?? {}) as Readonly<Record<string, string>>;
  return Object.fromEntries(
    Object.entries(data).map(([file, text]) => [file, Buffer.from(text, 'base64').toString('utf8')]),
  );
}

/** Does for one Secret what a kubelet does for a pod that mounts it: brings the folder up to date whenever the Secret changes. */
export async function mountSecret(cluster: Cluster, name: string, folder: string): Promise<MountedSecret> {
  let version: unknown;
  let fingerprint = '';
  let stopped = false;
  const update = async (): Promise<void> => {
    const secret = await cluster.admin.get('secret', name, '-n', homeNamespace());
    if (dig(secret, 'metadata', 'resourceVersion') === version) return;
    version = dig(secret, 'metadata', 'resourceVersion');
    const files = decoded(secret);
    writeMounted(folder, files);
    fingerprint = new X509Certificate(files['tls.crt'] ?? '').fingerprint256;
  };
  const follow = async (): Promise<void> => {
    while (!stopped) {
      await pause(100);
      await update();
    }
  };
  await update();
  const following = follow();
  return {
    fingerprint: () => fingerprint,
    stop: async () => {
      stopped = true;
      await following;
    },
  };
}
