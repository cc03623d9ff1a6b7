import type { RequestOptions } from 'node:https';
import type { KubeConfig } from '@kubernetes/client-node';
import { ClusterError } from './error.js';
import { loadKubeConfig, type ClusterSource } from './kubeconfig.js';

export interface Credentials {
  /** The API server's address, without a slash at the end. */
  readonly address: string;
  /** The namespace of the context, or of the pod. */
  readonly namespace: string | undefined;
  /** Fresh options for one request. Service account tokens are read again every minute, client-go's interval. */
  readonly options: () => Promise<RequestOptions>;
  /** Reads everything again from where it came: for credentials that the API server no longer accepts. */
  readonly reload: () => Promise<void>;
}

export async function findCredentials(source: ClusterSource): Promise<Credentials> {
  let config = await loadKubeConfig(source);
  const address = addressOf(config);
  let reloading: Promise<void> | undefined;
  return {
    address,
    namespace: config.getContextObject(config.getCurrentContext())?.namespace,
    options: () => optionsOf(config),
    reload: () => {
      // Requests that were refused at the same time share one reading.
      reloading ??= loadKubeConfig(source)
        .then((fresh) => {
          config = fresh;
        })
        .finally(() => {
          reloading = undefined;
        });
      return reloading;
    },
  };
}

function addressOf(config: KubeConfig): string {
  return config.getCurrentCluster()?.server.replace(/\/+$/, '') ?? '';
}

async function optionsOf(config: KubeConfig): Promise<RequestOptions> {
  const cluster = config.getCurrentCluster();
  // The library refuses plain HTTP unless told that there is no certificate to verify, and with HTTP there is none.
  if (cluster?.server.startsWith('http:') === true) Object.assign(cluster, { skipTLSVerify: true });
  const options: RequestOptions = {};
  try {
    await config.applyToHTTPSOptions(options);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ClusterError('unauthorized', `the credentials for the cluster cannot be read: ${reason}`, {
      cause: error,
    });
  }
  // Without a proxy the library's agent opens a connection for every request, so the caller's pool takes its place.
  if (cluster?.proxyUrl === undefined) delete options.agent;
  return options;
}
