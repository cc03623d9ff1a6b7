import type { JsonObject } from '../policy/json.js';
import type { Cluster } from './connect.js';
import { isClusterError } from './error.js';
import { requestJson } from './request.js';

/** Names a collection, or with a name one object of it. */
export interface ResourceName {
  /** As in manifests: `v1`, `apps/v1`. */
  readonly apiVersion: string;
  /** As in URLs: `deployments`. */
  readonly plural: string;
  readonly namespace?: string | undefined;
  readonly name?: string | undefined;
}

/** The path of a collection or of one object. */
export function resourcePath(resource: ResourceName): string {
  const root = resource.apiVersion.includes('/') ? `/apis/${resource.apiVersion}` : `/api/${resource.apiVersion}`;
  const within = resource.namespace === undefined ? '' : `/namespaces/${encodeURIComponent(resource.namespace)}`;
  const name = resource.name === undefined ? '' : `/${encodeURIComponent(resource.name)}`;
  return `${root}${within}/${resource.plural}${name}`;
}

/** Reads one object, or undefined when it does not exist. */
export async function readObject(cluster: Cluster, resource: ResourceName): Promise<JsonObject | undefined> {
  try {
    return await requestJson(cluster, { path: resourcePath(resource) });
  } catch (error) {
    if (isClusterError(error, 'not-found')) return undefined;
    throw error;
  }
}

/** Creates an object in the collection. A name that is taken is a `conflict`. */
export async function createObject(
  cluster: Cluster,
  collection: ResourceName,
  object: JsonObject,
): Promise<JsonObject> {
  return requestJson(cluster, { method: 'POST', path: resourcePath(collection), body: object });
}

/** Replaces an object. When its `metadata.resourceVersion` is no longer the newest, it is a `conflict` and nothing is written. */
export async function replaceObject(cluster: Cluster, resource: ResourceName, object: JsonObject): Promise<JsonObject> {
  return requestJson(cluster, { method: 'PUT', path: resourcePath(resource), body: object });
}
