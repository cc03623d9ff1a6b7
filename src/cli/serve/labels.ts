import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import { everyNamespace } from '../../admission/opt-in.js';
import type { NamespaceLabels } from '../../admission/opt-in.js';
import { clusterEnvironment } from '../../config/environment.js';
import type { Cluster } from '../../cluster/connect.js';
import type { KubernetesVersion } from '../../policy/version.js';
import { Failure } from '../failure.js';
import type { ServeOptions } from './options.js';

export interface Labels {
  readonly namespaces: NamespaceLabels;
  /** Why reviews cannot be judged yet; undefined when they can. */
  readonly unready: () => string | undefined;
  readonly close: () => void;
}

export const DEFAULT_PROFILE = 'production';

/** How long the API server is left in peace after it failed to say its version, in milliseconds. */
const VERSION_RETRY_MS = 5000;

/** Where the labels of namespaces come from: the flags, or the cluster. Fails in one line when there is no cluster. */
export async function openLabels(
  { standalone, profile, kubeconfig }: ServeOptions,
  log: Logger,
  onVersion: (version: KubernetesVersion) => void,
): Promise<Labels> {
  if (standalone) {
    const namespaces = everyNamespace(profile ?? DEFAULT_PROFILE);
    return { namespaces, unready: () => undefined, close: () => undefined };
  }
  const cluster = await connectTo(kubeconfig);
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
      cluster.close();
    },
  };
}

/** The library that talks to clusters is loaded here and nowhere earlier: it costs a second. */
async function connectTo(kubeconfig: string | undefined): Promise<Cluster> {
  const { connect } = await import('../../cluster/connect.js');
  const { isClusterError } = await import('../../cluster/error.js');
  // Unlike a command that a person runs, a server takes no cluster from a file that happens to be in a home folder.
  const { kubeconfigVariable, serviceHost } = clusterEnvironment();
  try {
    return await connect({ kubeconfig, kubeconfigVariable, serviceHost });
  } catch (error) {
    if (!isClusterError(error)) throw error;
    throw new Failure(`${error.message.split('\n', 1).join()}; to try it without a cluster: serve --standalone`);
  }
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
