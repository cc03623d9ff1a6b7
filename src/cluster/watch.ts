import { setTimeout as pause } from 'node:timers/promises';
import { objectAt, stringAt, type JsonObject } from '../policy/json.js';
import { parseObject } from './body.js';
import type { Cluster } from './connect.js';
import { ClusterError, isClusterError, refusal } from './error.js';
import { splitLines } from './lines.js';
import { pages, type ListRequest } from './list.js';
import { withDeadline } from './request.js';

export interface WatchRequest extends ListRequest {
  /** The Accept header of the watch, where it differs from that of the listing. */
  readonly watchAccept?: string;
  /** The first and the longest wait after a failure, in milliseconds. */
  readonly retry?: { readonly firstMs: number; readonly mostMs: number };
  /** How long a stream may be silent, in milliseconds. Bookmarks come about once a minute. */
  readonly silenceMs?: number;
}

/** What is told of a collection. `read` takes from each object what is worth keeping, before anything is stored. */
export interface WatchHandlers<T> {
  readonly read: (object: JsonObject) => T;
  /** A complete listing: what it lacks no longer exists. */
  readonly onReplaced: (items: readonly T[]) => void;
  readonly onChanged: (item: T) => void;
  readonly onDeleted: (item: T) => void;
  /** The watch goes on by itself; this is for the log. */
  readonly onError?: (error: ClusterError) => void;
  /** The stream of changes is open: from here on nothing is missed. */
  readonly onFollowing?: () => void;
  /** The stream has ended, as it does every few minutes, or for a reason; it is opened again. */
  readonly onLost?: (error: ClusterError | undefined) => void;
}

const RETRY = { firstMs: 500, mostMs: 30_000 };
const SILENCE_MS = 150_000;
/** A watch is opened anew after 4 to 5 minutes, so that it is never older than the credentials it began with. */
const WATCH_SECONDS = { least: 240, most: 300 };
/** A stream that ends sooner than this, in milliseconds, counts as a failure, or it would be opened again without end. */
const SHORT_LIFE_MS = 1000;

/** Lists a collection, then follows its changes until the signal aborts. It never rejects: failures are told and retried. */
export async function watch<T>(
  cluster: Cluster,
  request: WatchRequest,
  handlers: WatchHandlers<T>,
  signal: AbortSignal,
): Promise<void> {
  const position: Position = { version: undefined };
  const retry = request.retry ?? RETRY;
  let failures = 0;
  while (!signal.aborted) {
    const startedAt = performance.now();
    try {
      if (position.version === undefined) await replaceAll(cluster, { ...request, signal }, handlers, position);
      await follow(cluster, { ...request, signal }, handlers, position);
      handlers.onLost?.(undefined);
    } catch (error) {
      if (isGone(signal)) return;
      tell(error, handlers, position);
    }
    failures = performance.now() - startedAt > SHORT_LIFE_MS ? 0 : failures + 1;
    await waitBeforeRetry(retry, failures, signal);
  }
}

interface Position {
  /** The last resourceVersion seen, or undefined when everything has to be listed again. */
  version: string | undefined;
}

// A function, because the compiler would take `signal.aborted` for false after the loop has looked at it.
function isGone(signal: AbortSignal): boolean {
  return signal.aborted;
}

async function replaceAll<T>(
  cluster: Cluster,
  request: ListRequest,
  handlers: WatchHandlers<T>,
  position: Position,
): Promise<void> {
  const items: T[] = [];
  let version: string | undefined;
  for await (const page of pages(cluster, request)) {
    // The first page's version: should the listing go on with a newer state, its changes are seen twice, never missed.
    version ??= page.resourceVersion;
    for (const item of page.items) items.push(handlers.read(item));
  }
  handlers.onReplaced(items);
  position.version = version ?? '0';
}

async function follow<T>(
  cluster: Cluster,
  request: WatchRequest,
  handlers: WatchHandlers<T>,
  position: Position,
): Promise<void> {
  const seconds = WATCH_SECONDS.least + Math.random() * (WATCH_SECONDS.most - WATCH_SECONDS.least);
  const query = {
    ...request.query,
    watch: 'true',
    allowWatchBookmarks: 'true',
    resourceVersion: position.version,
    timeoutSeconds: Math.round(seconds),
  };
  const end = new AbortController();
  const stop = (): void => {
    end.abort();
  };
  request.signal?.addEventListener('abort', stop, { once: true });
  try {
    const opened = { path: request.path, query, accept: request.watchAccept ?? request.accept, signal: end.signal };
    const response = await withDeadline(cluster, {}, (limit) => {
      limit.addEventListener('abort', stop, { once: true });
      return cluster.open(opened);
    });
    handlers.onFollowing?.();
    response.setTimeout(request.silenceMs ?? SILENCE_MS, () => {
      response.destroy(new ClusterError('unreachable', 'the watch fell silent'));
    });
    for await (const line of splitLines(response as AsyncIterable<Buffer>))
      handle(parseObject(line), handlers, position);
  } finally {
    request.signal?.removeEventListener('abort', stop);
    stop();
  }
}

function handle<T>(event: JsonObject, handlers: WatchHandlers<T>, position: Position): void {
  const object = objectAt(event, 'object') ?? {};
  switch (event['type']) {
    case 'ADDED':
    case 'MODIFIED':
      handlers.onChanged(handlers.read(object));
      break;
    case 'DELETED':
      handlers.onDeleted(handlers.read(object));
      break;
    case 'BOOKMARK':
      break;
    default: {
      // An error event ends the watch, and what was missed can only be had by listing again.
      position.version = undefined;
      throw refusal(typeof object['code'] === 'number' ? object['code'] : 500, object);
    }
  }
  position.version = stringAt(object['metadata'], 'resourceVersion') ?? position.version;
}

function tell<T>(error: unknown, handlers: WatchHandlers<T>, position: Position): void {
  const failure = isClusterError(error)
    ? error
    : new ClusterError('unreachable', error instanceof Error ? error.message : String(error), { cause: error });
  // An expired version is part of a watch's life; and an answer that makes no sense is not asked for twice.
  if (failure.code === 'gone' || failure.code === 'other' || failure.code === 'invalid') position.version = undefined;
  if (failure.code !== 'gone') handlers.onError?.(failure);
  handlers.onLost?.(failure);
}

/** Waits longer with each failure, and never the same for two processes, so that they do not return at once. */
async function waitBeforeRetry(
  retry: { firstMs: number; mostMs: number },
  failures: number,
  signal: AbortSignal,
): Promise<void> {
  if (failures === 0) return;
  const longest = Math.min(retry.mostMs, retry.firstMs * 2 ** Math.min(failures - 1, 16));
  await pause(longest * (0.5 + Math.random() / 2), undefined, { signal }).catch(() => undefined);
}
