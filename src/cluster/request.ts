import type { JsonObject } from '../policy/json.js';
import { readBody } from './body.js';
import type { ApiRequest, Cluster } from './connect.js';
import { ClusterError } from './error.js';

export interface TimedRequest extends ApiRequest {
  /** The most that the whole exchange may take, in milliseconds. */
  readonly timeoutMs?: number | undefined;
}

/** kubectl's own patience for one page of a large list, in milliseconds. */
const TIMEOUT_MS = 30_000;

/** Sends a request and reads its answer as JSON. Everything that fails is a ClusterError. */
export async function requestJson(cluster: Cluster, request: TimedRequest): Promise<JsonObject> {
  return withDeadline(cluster, request, async (signal) => readBody(await cluster.open({ ...request, signal })));
}

/** Runs a step under the request's signal and its time limit, and says of an abort which of the two it was. */
export async function withDeadline<T>(
  cluster: Pick<Cluster, 'address'>,
  request: Pick<TimedRequest, 'signal' | 'timeoutMs'>,
  step: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const abort = (): void => {
    controller.abort();
  };
  const timeoutMs = request.timeoutMs ?? TIMEOUT_MS;
  const timer = setTimeout(abort, timeoutMs);
  request.signal?.addEventListener('abort', abort, { once: true });
  if (request.signal?.aborted === true) abort();
  try {
    return await step(controller.signal);
  } catch (error) {
    if (!controller.signal.aborted) throw error;
    const why =
      request.signal?.aborted === true
        ? 'the request was given up'
        : `no answer from ${cluster.address} within ${timeoutMs} ms`;
    throw new ClusterError('unreachable', why, { cause: error });
  } finally {
    clearTimeout(timer);
    request.signal?.removeEventListener('abort', abort);
  }
}
