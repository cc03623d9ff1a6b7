import type { ServerResponse } from 'node:http';
import type { JsonObject } from '../../src/policy/json.js';
import { objectAt, stringAt } from '../../src/policy/json.js';
import { relatedKinds } from '../../src/policy/related.js';
import { workloads } from '../../src/policy/workload.js';
import { sendJson, sendStatus, startApiServer } from '../cluster/api-server.js';
import type { ApiServer, Seen } from '../cluster/api-server.js';

export interface ClusterContent {
  /** Namespaces with their labels. */
  readonly namespaces: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Objects of any kind, each with a namespace. */
  readonly objects: Iterable<JsonObject>;
  /** The plurals that may not be listed. */
  readonly forbidden?: readonly string[];
  /** The plurals whose listing fails on its second page. */
  readonly broken?: readonly string[];
}

/** A local API server that lists workloads, and what policies look up beside them, page by page, for the whole cluster or for one namespace. */
export async function startWorkloadCluster(content: ClusterContent): Promise<ApiServer> {
  const server = await startApiServer();
  const collections = new Map<string, JsonObject[]>();
  for (const object of content.objects) {
    const kind = stringAt(object, 'kind') ?? '';
    const list = collections.get(kind) ?? [];
    collections.set(kind, list);
    list.push(object);
  }
  server.route = (seen, response) => answer(content, collections, seen, response);
  return server;
}

const PATH = /^\/(?:api\/v1|apis\/[^/]+\/v\d)(?:\/namespaces\/([^/]+))?\/([a-z]+)$/;

function answer(
  content: ClusterContent,
  collections: ReadonlyMap<string, readonly JsonObject[]>,
  seen: Seen,
  response: ServerResponse,
): boolean {
  if (seen.path === '/version') return sendJson(response, 200, { major: '1', minor: '34' });
  const single = /^\/api\/v1\/namespaces\/([^/]+)$/.exec(seen.path)?.[1];
  if (single !== undefined) return sendNamespace(content, single, response);
  const [, namespace, plural = ''] = PATH.exec(seen.path) ?? [];
  const kind = kindOf(plural);
  if (kind === undefined) return false;
  const skipped = Number(seen.query.get('continue') ?? 0);
  if (isRefused(content, plural, skipped)) {
    return sendStatus(response, 403, `${plural} is forbidden: User "me" cannot list resource "${plural}"`);
  }
  return sendPage(response, kind, itemsOf(content, collections, kind, namespace), { skipped, seen });
}

const served = [...workloads.resources, ...Object.values(relatedKinds).map(({ resource }) => resource)];

function kindOf(plural: string): string | undefined {
  return plural === 'namespaces' ? 'Namespace' : served.find((one) => one.plural === plural)?.kind;
}

function isRefused({ forbidden = [], broken = [] }: ClusterContent, plural: string, skipped: number): boolean {
  return forbidden.includes(plural) || (skipped > 0 && broken.includes(plural));
}

function sendNamespace({ namespaces }: ClusterContent, name: string, response: ServerResponse): true {
  const labels = namespaces[name];
  if (labels === undefined) return sendStatus(response, 404, `namespaces "${name}" not found`);
  return sendJson(response, 200, { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } });
}

function itemsOf(
  { namespaces }: ClusterContent,
  collections: ReadonlyMap<string, readonly JsonObject[]>,
  kind: string,
  namespace: string | undefined,
): readonly JsonObject[] {
  if (kind === 'Namespace') return Object.entries(namespaces).map(([name, labels]) => ({ metadata: { name, labels } }));
  const all = collections.get(kind) ?? [];
  return namespace === undefined
    ? all
    : all.filter((object) => objectAt(object, 'metadata')?.['namespace'] === namespace);
}

function sendPage(
  response: ServerResponse,
  kind: string,
  all: readonly JsonObject[],
  { skipped, seen }: { readonly skipped: number; readonly seen: Seen },
): true {
  const end = skipped + Number(seen.query.get('limit') ?? all.length);
  // A list names apiVersion and kind once, and its items do not.
  const items = all.slice(skipped, end).map(({ apiVersion: _version, kind: _kind, ...rest }) => rest);
  const [, root, ...rest] = seen.path.split('/');
  const apiVersion = root === 'apis' ? rest.slice(0, 2).join('/') : rest[0];
  const more = end < all.length ? { continue: String(end) } : {};
  return sendJson(response, 200, { apiVersion, kind: `${kind}List`, metadata: more, items });
}
