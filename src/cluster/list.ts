import { arrayAt, dig, isObject, stringAt, type JsonObject } from '../policy/json.js';
import type { Cluster } from './connect.js';
import { ClusterError, isClusterError } from './error.js';
import { requestJson } from './request.js';

export interface ListRequest {
  /** The path of a collection, see `resourcePath`. */
  readonly path: string;
  /** Selectors and the like; paging is added here. */
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly accept?: string | undefined;
  /** Objects a page: what is held in memory at once. */
  readonly pageSize?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface Page {
  readonly items: readonly JsonObject[];
  /** From which on a watch misses nothing of this listing. */
  readonly resourceVersion: string | undefined;
}

/** Half of kubectl's 500: with large objects, memory counts for more than the number of requests. */
const PAGE_SIZE = 250;

/** Lists a collection, object by object and page by page, each with the apiVersion and kind that lists leave out. */
export async function* list(cluster: Cluster, request: ListRequest): AsyncGenerator<JsonObject> {
  for await (const page of pages(cluster, request)) yield* page.items;
}

export async function* pages(cluster: Cluster, request: ListRequest): AsyncGenerator<Page> {
  let token: string | undefined;
  do {
    const answer = await readPage(cluster, request, token);
    yield { items: itemsOf(answer), resourceVersion: stringAt(answer['metadata'], 'resourceVersion') };
    token = stringAt(answer['metadata'], 'continue');
  } while (token !== undefined);
}

/** Reads one page. When the snapshot behind the token has expired, the API server offers a token to go on with the newest state. */
async function readPage(cluster: Cluster, request: ListRequest, token: string | undefined): Promise<JsonObject> {
  const ask = (page: string | undefined): Promise<JsonObject> =>
    requestJson(cluster, {
      path: request.path,
      query: { ...request.query, limit: request.pageSize ?? PAGE_SIZE, continue: page },
      accept: request.accept,
      signal: request.signal,
    });
  try {
    return await ask(token);
  } catch (error) {
    if (token === undefined || !isClusterError(error) || error.code !== 'gone') throw error;
    const fresh = dig(error.body, 'metadata', 'continue');
    if (typeof fresh === 'string' && fresh !== '') return await ask(fresh);
    throw new ClusterError(
      'gone',
      `the listing of ${request.path} took so long that the API server dropped it; start again`,
      {
        cause: error,
      },
    );
  }
}

function itemsOf(answer: JsonObject): readonly JsonObject[] {
  const kind = (stringAt(answer, 'kind') ?? '').replace(/List$/, '');
  const apiVersion = stringAt(answer, 'apiVersion') ?? '';
  return arrayAt(answer, 'items')
    .filter(isObject)
    .map((item) => ({ apiVersion, kind, ...item }));
}
