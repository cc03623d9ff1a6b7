import { join } from 'node:path';
import { stringAt, type JsonObject } from '../../../src/policy/json.js';
import type { Cluster } from './cluster.js';
import { freePort } from './port.js';
import { startProcess, untilReady } from './running-process.js';

export interface Answer {
  readonly status: number;
  readonly body: JsonObject;
}

export interface Api {
  readonly post: (path: string, object: JsonObject) => Promise<Answer>;
  /** Merges as kubectl does: lists by the names of their items. */
  readonly patch: (path: string, change: JsonObject) => Promise<Answer>;
  readonly stop: () => Promise<void>;
}

/** The API as the administrator sees it, without the cost of a kubectl process for each request: through `kubectl proxy`. */
export async function openApi(cluster: Cluster): Promise<Api> {
  const port = await freePort();
  const proxy = startProcess({
    name: 'kubectl proxy',
    command: 'kubectl',
    args: [`--kubeconfig=${cluster.admin.kubeconfig}`, 'proxy', `--port=${port}`],
    logFile: join(cluster.folder, `kubectl-proxy-${port}.log`),
  });
  const origin = `http://127.0.0.1:${port}`;
  await untilReady(proxy, async () => (await fetch(`${origin}/readyz`)).ok);
  const send = async (method: string, path: string, body: JsonObject, type: string): Promise<Answer> => {
    const headers = { 'Content-Type': type };
    const response = await fetch(origin + path, { method, headers, body: JSON.stringify(body) });
    return { status: response.status, body: (await response.json()) as JsonObject };
  };
  return {
    post: (path, object) => send('POST', path, object, 'application/json'),
    patch: (path, change) => send('PATCH', path, change, 'application/strategic-merge-patch+json'),
    stop: () => proxy.stop(),
  };
}

/** Where objects of a kind are created. */
export function collectionPath(object: JsonObject, namespace: string): string {
  const apiVersion = stringAt(object, 'apiVersion') ?? '';
  const root = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  return `${root}/namespaces/${namespace}/${(stringAt(object, 'kind') ?? '').toLowerCase()}s`;
}
