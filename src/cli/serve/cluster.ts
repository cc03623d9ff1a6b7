import type { Cluster } from '../../cluster/connect.js';
import { clusterEnvironment } from '../../config/environment.js';
import { Failure } from '../failure.js';

/**
 * The cluster of the flag or of the environment; fails in one line when there is none.
 * The library that talks to clusters is loaded here and nowhere earlier: it costs a second.
 */
export async function connectTo(kubeconfig: string | undefined): Promise<Cluster> {
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
