import { stringAt } from '../policy/json.js';
import type { Cluster } from './connect.js';
import { ClusterError } from './error.js';
import { requestJson } from './request.js';

export interface ServerVersion {
  readonly major: number;
  readonly minor: number;
}

/** Asks the API server for its version. Some providers write the minor version as `34+`. */
export async function readVersion(cluster: Cluster): Promise<ServerVersion> {
  const answer = await requestJson(cluster, { path: '/version' });
  const major = Number.parseInt(stringAt(answer, 'major') ?? '', 10);
  const minor = Number.parseInt(stringAt(answer, 'minor') ?? '', 10);
  if (Number.isNaN(major) || Number.isNaN(minor))
    throw new ClusterError('other', 'the API server does not say its version');
  return { major, minor };
}
