import { connect } from '../../cluster/connect.js';
import type { Cluster } from '../../cluster/connect.js';
import { isClusterError } from '../../cluster/error.js';
import { listRelated } from '../../cluster/related.js';
import { readVersion } from '../../cluster/version.js';
import { clusterEnvironment } from '../../config/environment.js';
import type { InputStore } from '../../facts/inputs.js';
import { printable } from '../../policy/quote.js';
import { relatedKinds } from '../../policy/related.js';
import type { RelatedName } from '../../policy/related.js';
import type { KubernetesVersion } from '../../policy/version.js';
import { Failure, exitCodes } from '../failure.js';
import { note } from '../output.js';

export interface ClusterWishes {
  readonly cluster?: true;
  readonly kubeconfig?: string;
  readonly context?: string;
}

/** A cluster that is looked at beside the manifests. */
export interface ClusterBeside {
  /** Undefined where the cluster does not tell. */
  readonly version: KubernetesVersion | undefined;
  /** Puts what the cluster has of some kinds into an inventory. A kind that may not be listed is unknown, and that is said once. */
  readonly fill: (kinds: readonly RelatedName[], store: InputStore) => Promise<void>;
  readonly close: () => void;
}

/** Connects to the cluster that somebody asked for. */
export async function openCluster({ cluster, kubeconfig, context }: ClusterWishes): Promise<ClusterBeside> {
  if (cluster !== true) throw new Failure('--kubeconfig and --context name a cluster to look at, and need --cluster');
  return asFailure(async () => {
    const connected = await connect({ ...clusterEnvironment(), kubeconfig, context });
    return {
      version: await versionOf(connected),
      fill: (kinds, store) =>
        asFailure(async () => {
          for (const kind of kinds) await listInto(connected, kind, store);
        }),
      close: connected.close,
    };
  });
}

async function versionOf(cluster: Cluster): Promise<KubernetesVersion | undefined> {
  try {
    return await readVersion(cluster);
  } catch (error) {
    if (isClusterError(error, 'forbidden')) return undefined;
    throw error;
  }
}

async function listInto(cluster: Cluster, kind: RelatedName, store: InputStore): Promise<void> {
  try {
    for await (const kept of listRelated(cluster, kind, undefined)) store.putKept(kind, kept);
  } catch (error) {
    // A kind that this cluster does not serve has no objects.
    if (isClusterError(error, 'not-found')) return;
    if (!isClusterError(error) || error.code !== 'forbidden') throw error;
    store.blind(kind, 'the cluster does not let it be listed');
    note(
      `warning: what policies look up of ${relatedKinds[kind].resource.plural} is unknown: ${printable(error.message)}`,
    );
  }
}

async function asFailure<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isClusterError(error)) throw error;
    throw new Failure(error.message, error.code === 'unconfigured' ? exitCodes.usage : exitCodes.cluster);
  }
}
