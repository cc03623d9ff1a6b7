import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import { everyNamespace } from '../../admission/opt-in.js';
import type { NamespaceLabels } from '../../admission/opt-in.js';
import type { Cluster } from '../../cluster/connect.js';
import type { KubernetesVersion } from '../../policy/version.js';
import { DEFAULT_PROFILE } from '../configuration.js';
import type { ServeOptions } from './options.js';

export interface Labels {
  readonly namespaces: NamespaceLabels;
  /** Why reviews cannot be judged yet; undefined when they can. */
  readonly unready: () => string | undefined;
  readonly close: () => void;
}

/** How long the API server is left in peace after it failed to say its version, in milliseconds. */
const VERSION_RETRY_MS = 5000;

/** Every namespace as if it had opted in to the profile of the flags. */
export function labelsOfFlags({ profile }: ServeOptions): Labels {
  const namespaces = everyNamespace(profile ?? DEFAULT_PROFILE);
  return { namespaces, unready: () => undefined, close: () => undefined };
}

/** The labels of namespaces as the cluster has them. */
export async function openLabels(
  cluster: Cluster,
  log: Logger,
  onVersion: (version: KubernetesVersion) => void,
): Promise<Labels> {
  const { watchNamespaces } = await import('../../cluster/namespaces.js');
  const namespaces = watchNamespaces(cluster, {
    onError: (error) => {
      log.warn({ reason: error.message }, 'namespaces cannot be watched; trying again');
    },
  });
  const end = new AbortController();
  void followVersion(cluster, end.signal, log, onVersion);
  return {
    namespaces,
    unready: () => (namespaces.isReady() ? undefined : 'the namespaces have not been listed yet'),
    close: () => {
      end.abort();
      namespaces.close();
    },
  };
}

/** Asks for the version until it is known. */
async function followVersion(
  cluster: Cluster,
  signal: AbortSignal,
  log: Logger,
  onVersion: (version: KubernetesVersion) => void,
): Promise<void> {
  const { readVersion } = await import('../../cluster/version.js');
  while (!signal.aborted) {
    try {
      onVersion(await readVersion(cluster));
      return;
    } catch (error) {
      log.warn(
        { reason: error instanceof Error ? error.message : String(error) },
        'the version of Kubernetes is unknown yet',
      );
      await pause(VERSION_RETRY_MS, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }
}
