import http, { type IncomingMessage } from 'node:http';
import https, { type RequestOptions } from 'node:https';
import { setTimeout as pause } from 'node:timers/promises';
import type { JsonObject } from '../policy/json.js';
import { readBody } from './body.js';
import { findCredentials } from './credentials.js';
import { ClusterError, refusal } from './error.js';
import type { ClusterSource } from './kubeconfig.js';

export type { ClusterSource } from './kubeconfig.js';

export interface ApiRequest {
  readonly method?: 'GET' | 'POST' | 'PUT';
  /** From the root of the API server, without a query: `/api/v1/namespaces`. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly body?: JsonObject | undefined;
  readonly accept?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A Kubernetes API server and the right to ask it. */
export interface Cluster {
  readonly address: string;
  readonly namespace: string | undefined;
  /** Sends a request and gives the response when its headers say success; everything else is a ClusterError. */
  readonly open: (request: ApiRequest) => Promise<IncomingMessage>;
  /** Closes the idle connections. */
  readonly close: () => void;
}

/** More than the server's watches, one a kind, and the audit need at once; the rest waits its turn. */
const MAX_CONNECTIONS = 32;
/** Shorter than the 90 s after which the API server closes an idle connection, so that ours are never stale. */
const IDLE_CONNECTION_MS = 60_000;
/** How often an overloaded API server is asked again, each time after the seconds that it names. */
const MAX_RETRIES = 4;
const MAX_RETRY_AFTER_SECONDS = 10;

/** Connects to the cluster that the source names. Nothing is sent before the first request. */
export async function connect(source: ClusterSource): Promise<Cluster> {
  const credentials = await findCredentials(source);
  const module = credentials.address.startsWith('http:') ? http : https;
  const pool = new module.Agent({
    keepAlive: true,
    keepAliveMsecs: 30_000,
    maxSockets: MAX_CONNECTIONS,
    timeout: IDLE_CONNECTION_MS,
  });
  const send: Send = async (request) => {
    const url = new URL(credentials.address + request.path);
    for (const [name, value] of Object.entries(request.query ?? {})) {
      if (value !== undefined) url.searchParams.set(name, String(value));
    }
    return exchange(module.request, url, { agent: pool, ...(await credentials.options()) }, request);
  };
  return {
    address: credentials.address,
    namespace: credentials.namespace,
    open: (request) => openPatiently(send, credentials.reload, request),
    close: () => {
      pool.destroy();
    },
  };
}

type Send = (request: ApiRequest) => Promise<IncomingMessage>;

async function openPatiently(send: Send, reload: () => Promise<void>, request: ApiRequest): Promise<IncomingMessage> {
  let reloaded = false;
  for (let attempt = 0; ; attempt += 1) {
    const response = await send(request);
    const status = response.statusCode ?? 0;
    if (status >= 200 && status < 300) return response;
    const failure = refusal(status, await readBody(response).catch(() => undefined));
    const seconds = retryAfter(response);
    if (status === 401 && !reloaded) {
      reloaded = true;
      await reload();
    } else if (seconds !== undefined && attempt < MAX_RETRIES) {
      await pause(seconds * 1000, undefined, { signal: request.signal ?? undefined });
    } else {
      throw failure;
    }
  }
}

/** The seconds after which the API server, which has not begun to handle the request, wants to be asked again. */
function retryAfter(response: IncomingMessage): number | undefined {
  if (response.statusCode !== 429 && response.statusCode !== 503) return undefined;
  const seconds = Number(response.headers['retry-after']);
  return Number.isInteger(seconds) && seconds >= 0 ? Math.min(seconds, MAX_RETRY_AFTER_SECONDS) : undefined;
}

function exchange(
  request: typeof https.request,
  url: URL,
  options: RequestOptions,
  asked: ApiRequest,
): Promise<IncomingMessage> {
  const body = asked.body === undefined ? undefined : Buffer.from(JSON.stringify(asked.body));
  const method = asked.method ?? 'GET';
  const headers: http.OutgoingHttpHeaders = {
    ...(options.headers as http.OutgoingHttpHeaders | undefined),
    Accept: asked.accept ?? 'application/json',
    'User-Agent': 'seaworthy',
  };
  if (body !== undefined) {
    headers['Content-Type'] = 'application/json';
    headers['Content-Length'] = body.length;
  }
  return new Promise((resolve, reject) => {
    const sent = request(url, { ...options, method, headers, ...(asked.signal && { signal: asked.signal }) }, resolve);
    sent.on('error', (error: NodeJS.ErrnoException) => {
      // The API server may close an idle connection in the very moment of its next use; a read is simply sent again.
      if (method === 'GET' && sent.reusedSocket && error.code === 'ECONNRESET')
        resolve(exchange(request, url, options, asked));
      else reject(unreachable(url, error));
    });
    sent.end(body);
  });
}

function unreachable(url: URL, error: NodeJS.ErrnoException): ClusterError {
  const reason = error.message === '' ? (error.code ?? 'no reason given') : error.message;
  return new ClusterError('unreachable', `the cluster at ${url.origin} cannot be reached: ${reason}`, { cause: error });
}
