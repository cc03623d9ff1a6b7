import { arrayAt, field, stringAt } from '../policy/json.js';
import type { Cluster } from './connect.js';
import { isClusterError } from './error.js';
import { requestJson } from './request.js';

/** A kind that the API server serves and that can be listed. */
export interface ServedKind {
  readonly apiVersion: string;
  readonly kind: string;
  readonly plural: string;
  readonly namespaced: boolean;
}

/** The kinds of one group and version (`apps/v1`) that can be listed; none when the API server does not serve it. */
export async function discoverKinds(cluster: Cluster, apiVersion: string): Promise<readonly ServedKind[]> {
  const path = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  const found: ServedKind[] = [];
  try {
    for (const entry of arrayAt(await requestJson(cluster, { path }), 'resources')) {
      const kind = stringAt(entry, 'kind');
      const plural = stringAt(entry, 'name');
      // Subresources such as `deployments/scale` are listed beside the kinds, and cannot be listed themselves.
      if (kind === undefined || plural === undefined || plural.includes('/')) continue;
      if (arrayAt(entry, 'verbs').includes('list'))
        found.push({ apiVersion, kind, plural, namespaced: field(entry, 'namespaced') === true });
    }
  } catch (error) {
    if (!isClusterError(error, 'not-found')) throw error;
  }
  return found;
}
