import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { connect, type Cluster } from '../../src/cluster/connect.js';
import type { ClusterError } from '../../src/cluster/error.js';
import { splitLines } from '../../src/cluster/lines.js';
import { watch } from '../../src/cluster/watch.js';
import { stringAt, type JsonObject } from '../../src/policy/json.js';
import { kubeconfigFor, sendJson, sendStatus, startApiServer, type ApiServer } from './api-server.js';
import { until } from './until.js';

const path = '/api/v1/namespaces';
const retry = { firstMs: 5, mostMs: 20 };

const named = (name: string, resourceVersion: string): object => ({ metadata: { name, resourceVersion } });

describe('cluster/watch', () => {
  let folder: string;
  let server: ApiServer;
  let cluster: Cluster;
  let end: AbortController;
  let told: string[];
  let errors: ClusterError[];
  let streams: ServerResponse[];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'seaworthy-test-'));
    server = await startApiServer();
    await writeFile(join(folder, 'config'), kubeconfigFor(server.address));
    cluster = await connect({ kubeconfig: join(folder, 'config') });
    end = new AbortController();
    [told, errors, streams] = [[], [], []];
  });
  afterEach(async () => {
    end.abort();
    cluster.close();
    await server.close();
    await rm(folder, { recursive: true });
  });

  const nameOf = (object: JsonObject): string => stringAt(object['metadata'], 'name') ?? '';
  const handlers = {
    read: nameOf,
    onReplaced: (names: readonly string[]) => void told.push(`all ${names.join()}`),
    onChanged: (name: string) => void told.push(`changed ${name}`),
    onDeleted: (name: string) => void told.push(`deleted ${name}`),
    onError: (error: ClusterError) => void errors.push(error),
  };
  const start = (silenceMs?: number): Promise<void> =>
    watch(cluster, { path, retry, ...(silenceMs !== undefined && { silenceMs }) }, handlers, end.signal);

  /** Lists two objects and keeps every watch open for the test to write to. */
  function serve(): void {
    server.route = ({ query }, response) => {
      const items = [named('a', '1'), named('b', '2')];
      if (!query.has('watch'))
        return sendJson(response, 200, { kind: 'NamespaceList', metadata: { resourceVersion: '5' }, items });
      response.writeHead(200).flushHeaders();
      streams.push(response);
      return true;
    };
  }
  const watches = (): readonly URLSearchParams[] =>
    server.seen.map(({ query }) => query).filter((query) => query.has('watch'));
  const send = (type: string, object: object): void =>
    void streams.at(-1)?.write(`${JSON.stringify({ type, object })}\n`);
  const opened = (count: number): Promise<void> => until(`${count} watches are open`, () => streams.length === count);

  it('lists, then tells each change, from where the listing ended', async () => {
    serve();
    void start();
    await opened(1);
    send('ADDED', named('c', '6'));
    send('MODIFIED', named('a', '7'));
    send('BOOKMARK', named('', '8'));
    send('DELETED', named('b', '9'));
    await until('all is told', () => told.length === 4);
    expect(told).to.deep.equal(['all a,b', 'changed c', 'changed a', 'deleted b']);
    expect(watches()[0]?.get('resourceVersion')).to.equal('5');
    expect(watches()[0]?.get('allowWatchBookmarks')).to.equal('true');
    expect(errors).to.deep.equal([]);
  });

  it('resumes after the last version, bookmarks among them, when the stream ends or breaks', async () => {
    serve();
    void start();
    await opened(1);
    send('BOOKMARK', named('', '20'));
    streams[0]?.end();
    await opened(2);
    expect(watches()[1]?.get('resourceVersion')).to.equal('20');
    send('ADDED', named('c', '21'));
    await until('c is told', () => told.includes('changed c'));
    streams[1]?.destroy();
    await opened(3);
    expect(watches()[2]?.get('resourceVersion')).to.equal('21');
    expect(errors.map(({ code }) => code)).to.deep.equal(['unreachable']);
    expect(told.filter((line) => line.startsWith('all'))).to.have.length(1);
  });

  it('lists again when its version has expired, in an event or at once, and calls that no error', async () => {
    serve();
    void start();
    await opened(1);
    send('ERROR', { kind: 'Status', code: 410, message: 'too old resource version' });
    await opened(2);
    const route = server.route;
    let refused = false;
    server.route = (seen, response) => {
      if (refused || !seen.query.has('watch')) return route(seen, response);
      refused = true;
      return sendStatus(response, 410, 'too old resource version');
    };
    streams[1]?.end();
    await opened(3);
    expect(told).to.deep.equal(['all a,b', 'all a,b', 'all a,b']);
    expect(errors).to.deep.equal([]);
  });

  it('tells of a refusal, and goes on as soon as it is lifted', async () => {
    server.route = (_, response) => sendStatus(response, 403, 'namespaces is forbidden');
    void start();
    await until('it tried three times', () => errors.length === 3);
    expect(errors[0]).to.include({ code: 'forbidden' });
    expect(told).to.deep.equal([]);
    serve();
    await opened(1);
    expect(told).to.deep.equal(['all a,b']);
  });

  it('opens a silent stream anew', async () => {
    serve();
    void start(50);
    await opened(3);
    expect(errors[0]?.message).to.include('fell silent');
  });

  it('ends when it is told to, without an error', async () => {
    serve();
    const running = start();
    await opened(1);
    end.abort();
    await running;
    expect(errors).to.deep.equal([]);
  });

  it('keeps a character whole that arrives in two chunks, and refuses a line without end', async () => {
    const bytes = Buffer.from('{"name":"schön"}\n\n{}\n');
    async function* inPieces(size: number): AsyncGenerator<Buffer> {
      for (let at = 0; at < bytes.length; at += size) yield await Promise.resolve(bytes.subarray(at, at + size));
    }
    for (const size of [1, 2, 3, 100]) {
      const lines: string[] = [];
      for await (const line of splitLines(inPieces(size))) lines.push(line);
      expect(lines).to.deep.equal(['{"name":"schön"}', '{}']);
    }
    const error: unknown = await splitLines(inPieces(4), 8)
      .next()
      .catch((reason: unknown) => reason);
    expect(error).to.include({ code: 'other' });
  });
});
