import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

type Manifest = Record<string, unknown> & { metadata: Record<string, unknown> };

export interface Seen {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: unknown;
  /** Counts connections, so that a test can see one being used again. */
  readonly port: number | undefined;
}

/** Answers a request and returns true, or leaves it to the store. */
export type Route = (seen: Seen, response: ServerResponse) => boolean | Promise<boolean>;

export interface ApiServer {
  readonly address: string;
  readonly seen: Seen[];
  /** Objects by the path of their collection and their name: `/api/v1/namespaces/x/secrets/y`. */
  readonly objects: Map<string, Manifest>;
  readonly put: (path: string, object: Record<string, unknown>) => Manifest;
  route: Route;
  readonly writes: () => readonly string[];
  readonly close: () => Promise<void>;
}

/** A local HTTP server that keeps objects and versions as the Kubernetes API does: conflicts, absences and Status objects. */
export async function startApiServer(): Promise<ApiServer> {
  let version = 100;
  const objects = new Map<string, Manifest>();
  const seen: Seen[] = [];
  const put = (path: string, object: Record<string, unknown>): Manifest => {
    version += 1;
    const metadata = { name: path.slice(path.lastIndexOf('/') + 1), ...(object['metadata'] as object | undefined) };
    const stored = { ...object, metadata: { ...metadata, resourceVersion: String(version) } };
    objects.set(path, stored);
    return stored;
  };
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const text = Buffer.concat(chunks).toString('utf8');
    const entry: Seen = {
      method: request.method ?? 'GET',
      path: url.pathname,
      query: url.searchParams,
      headers: request.headers,
      body: text === '' ? undefined : JSON.parse(text),
      port: request.socket.remotePort,
    };
    seen.push(entry);
    if (!(await server.route(entry, response))) answerFromStore(entry, response, objects, put);
  };
  const listener = http.createServer((request, response) => {
    handle(request, response).catch((error: unknown) => response.destroy(error as Error));
  });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const server: ApiServer = {
    address: `http://127.0.0.1:${(listener.address() as AddressInfo).port}`,
    seen,
    objects,
    put,
    route: () => false,
    writes: () => seen.filter(({ method }) => method !== 'GET').map(({ method, path }) => `${method} ${path}`),
    close: () =>
      new Promise((resolve) => {
        listener.close(() => {
          resolve();
        });
        listener.closeAllConnections();
      }),
  };
  return server;
}

export function sendJson(response: ServerResponse, status: number, body: object): true {
  response.writeHead(status, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify(body));
  return true;
}

export function sendStatus(response: ServerResponse, code: number, message: string, metadata: object = {}): true {
  return sendJson(response, code, { kind: 'Status', apiVersion: 'v1', metadata, status: 'Failure', message, code });
}

function answerFromStore(
  seen: Seen,
  response: ServerResponse,
  objects: Map<string, Manifest>,
  put: ApiServer['put'],
): void {
  const found = objects.get(seen.path);
  const body = seen.body as Manifest | undefined;
  if (seen.method === 'POST' && body !== undefined) {
    const path = `${seen.path}/${String(body.metadata['name'])}`;
    if (objects.has(path)) sendStatus(response, 409, `"${path}" already exists`);
    else sendJson(response, 201, put(path, body));
  } else if (found === undefined) {
    sendStatus(response, 404, `"${seen.path}" not found`);
  } else if (seen.method === 'PUT' && body !== undefined) {
    if (body.metadata['resourceVersion'] === found.metadata['resourceVersion'])
      sendJson(response, 200, put(seen.path, body));
    else sendStatus(response, 409, `the object has been modified; please apply your changes to the latest version`);
  } else {
    sendJson(response, 200, found);
  }
}

/** The text of a kubeconfig for the address, with a token. */
export function kubeconfigFor(address: string, user = 'token: first-token'): string {
  return `apiVersion: v1
kind: Config
current-context: here
clusters: [{name: local, cluster: {server: "${address}"}}]
users: [{name: me, user: {${user}}}]
contexts:
  - {name: here, context: {cluster: local, user: me, namespace: shop}}
  - {name: nowhere, context: {cluster: missing, user: me}}
`;
}
