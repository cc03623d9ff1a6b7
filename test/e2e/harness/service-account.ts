import { join } from 'node:path';
import { arrayAt, dig, stringAt } from '../../../src/policy/json.js';
import type { Cluster } from './cluster.js';
import { writeKubeconfig } from './kubeconfig.js';
import { homeNamespace } from './manifests.js';

/** Where the administrator finds the API server, and by which authority it is known. */
async function endpoint(cluster: Cluster): Promise<{ server: string; ca: string }> {
  const text = await cluster.admin.succeed(['config', 'view', '--raw', '--minify', '--flatten', '-o', 'json']);
  const entry = dig(arrayAt(JSON.parse(text), 'clusters')[0], 'cluster');
  const server = stringAt(entry, 'server');
  const ca = stringAt(entry, 'certificate-authority-data');
  if (server === undefined || ca === undefined)
    throw new Error('the kubeconfig names no server, or no certificate authority');
  return { server, ca: Buffer.from(ca, 'base64').toString('utf8') };
}

/** Has the API server issue a token for one of Seaworthy's ServiceAccounts, and writes a kubeconfig that holds nothing else. */
export async function kubeconfigOf(cluster: Cluster, serviceAccount: string): Promise<string> {
  const token = await cluster.admin.succeed([
    'create',
    'token',
    serviceAccount,
    '-n',
    homeNamespace(),
    '--duration=2h',
  ]);
  const credentials = { ...(await endpoint(cluster)), token: token.trim() };
  return writeKubeconfig(join(cluster.folder, `${serviceAccount}.kubeconfig`), credentials);
}
