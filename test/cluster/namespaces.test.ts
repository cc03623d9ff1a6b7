import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { connect, type Cluster } from '../../src/cluster/connect.js';
import { listNamespaces, watchNamespaces, type Namespaces } from '../../src/cluster/namespaces.js';
import { kubeconfigFor, sendJson, startApiServer, type ApiServer } from './api-server.js';
import { until } from './until.js';

const COLLECTION = '/api/v1/namespaces';

const namespace = (name: string, labels: object | undefined): Record<string, unknown> => ({
  metadata: { name, resourceVersion: '7', ...(labels && { labels }) },
});

describe('cluster/namespaces', () => {
  let folder: string;
  let server: ApiServer;
  let cluster: Cluster;
  let namespaces: Namespaces;
  let stream: ServerResponse | undefined;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'seaworthy-test-'));
    server = await startApiServer();
    await writeFile(join(folder, 'config'), kubeconfigFor(server.address));
    cluster = await connect({ kubeconfig: join(folder, 'config') });
    server.route = ({ path, query, headers }, response) => {
      if (path !== COLLECTION) return false;
      const items = [
        namespace('shop', { 'seaworthy.dev/enforce': 'production', team: 'a' }),
        namespace('plain', undefined),
      ];
      if (!query.has('watch')) {
        return sendJson(response, 200, {
          kind: 'PartialObjectMetadataList',
          metadata: { resourceVersion: '5' },
          items,
        });
      }
      response.writeHead(200).flushHeaders();
      // As the real API server does, which opens such a watch and then sends nothing.
      if (headers.accept?.includes('as=PartialObjectMetadataList;') === true) return response.end() === response;
      stream = response;
      return true;
    };
  });
  afterEach(async () => {
    namespaces.close();
    cluster.close();
    await server.close();
    await rm(folder, { recursive: true });
  });

  const start = async (): Promise<void> => {
    namespaces = watchNamespaces(cluster, {
      onError: () => undefined,
      liveReadMs: 100,
      retry: { firstMs: 5, mostMs: 20 },
    });
    expect(namespaces.isReady()).to.equal(false);
    await until('the first listing is complete', () => namespaces.isReady());
  };
  const failure = (promise: Promise<unknown>): Promise<unknown> => promise.catch((reason: unknown) => reason);

  it('knows the labels of the first listing, its own ones alone, and asks for metadata alone', async () => {
    await start();
    expect(namespaces.labelsOf('shop')).to.deep.equal({ 'seaworthy.dev/enforce': 'production' });
    expect(namespaces.labelsOf('plain')).to.deep.equal({});
    expect(namespaces.labelsOf('unheard-of')).to.equal(undefined);
    expect(namespaces.labelsOf('__proto__')).to.equal(undefined);
    expect(server.seen[0]?.headers.accept).to.match(
      /^application\/json;as=PartialObjectMetadataList;g=meta\.k8s\.io;v=v1/,
    );
  });

  it('follows labels as they come, change and go', async () => {
    await start();
    await until('the watch is open', () => stream !== undefined);
    const tell = (type: string, object: object): unknown => stream?.write(`${JSON.stringify({ type, object })}\n`);
    tell('ADDED', namespace('new', { 'seaworthy.dev/warn': 'strict' }));
    tell('MODIFIED', namespace('shop', { team: 'a' }));
    tell('DELETED', namespace('plain', undefined));
    await until('plain is gone', () => namespaces.labelsOf('plain') === undefined);
    expect(namespaces.labelsOf('new')).to.deep.equal({ 'seaworthy.dev/warn': 'strict' });
    expect(namespaces.labelsOf('shop')).to.deep.equal({});
  });

  it('reads a namespace live, once for all who ask at the same time', async () => {
    await start();
    server.put(`${COLLECTION}/young`, namespace('young', { 'seaworthy.dev/audit': 'baseline' }));
    const asked = await Promise.all([1, 2, 3].map(() => namespaces.readLive('young')));
    expect(asked).to.deep.equal(Array(3).fill({ 'seaworthy.dev/audit': 'baseline' }));
    const reads = (): number => server.seen.filter(({ path }) => path === `${COLLECTION}/young`).length;
    expect(reads()).to.equal(1);
    await namespaces.readLive('young');
    expect(reads()).to.equal(2);
  });

  it('fails a live read of a namespace that is absent, and one that takes too long', async () => {
    await start();
    expect(await failure(namespaces.readLive('absent'))).to.include({ code: 'not-found' });
    const route = server.route;
    server.route = (seen, response) => seen.path.endsWith('/stuck') || route(seen, response);
    expect(await failure(namespaces.readLive('stuck'))).to.include({ code: 'unreachable' });
  });

  it('gives a live read two seconds when it is not told how long', async () => {
    const route = server.route;
    server.route = (seen, response) => seen.path.endsWith('/stuck') || route(seen, response);
    namespaces = watchNamespaces(cluster, { onError: () => undefined });
    const error = await failure(namespaces.readLive('stuck'));
    expect(error).to.have.property('message', `no answer from ${server.address} within 2000 ms`);
  });

  describe('of a large cluster', () => {
    const names = Array.from({ length: 1001 }, (_, index) => `team-${index}`);
    const listings = (): (string | null)[] =>
      server.seen.filter(({ query }) => !query.has('watch')).map(({ query }) => query.get('limit'));

    /** Serves the namespaces in pages as long as is asked for, whose tokens say where the next one begins. */
    beforeEach(() => {
      const route = server.route;
      server.route = (seen, response) => {
        if (seen.query.has('watch')) return route(seen, response);
        const start = Number(seen.query.get('continue'));
        const end = start + Number(seen.query.get('limit'));
        const metadata = { resourceVersion: '5', ...(end < names.length && { continue: String(end) }) };
        const items = names.slice(start, end).map((name) => namespace(name, { 'seaworthy.dev/warn': name }));
        return sendJson(response, 200, { kind: 'PartialObjectMetadataList', metadata, items });
      };
    });

    it('are all known when the watch is ready, from pages of 500', async () => {
      await start();
      expect(names.map((name) => namespaces.labelsOf(name)?.['seaworthy.dev/warn'])).to.deep.equal(names);
      expect(listings()).to.deep.equal(['500', '500', '500']);
    });

    it('are all listed, from pages of 500', async () => {
      const all: string[] = [];
      for await (const { name } of listNamespaces(cluster)) all.push(name);
      expect(all).to.deep.equal(names);
      expect(listings()).to.deep.equal(['500', '500', '500']);
    });
  });

  it('is not ready while the cluster cannot be read', async () => {
    const route = server.route;
    server.route = (_, response) => sendJson(response, 500, {});
    let failures = 0;
    namespaces = watchNamespaces(cluster, { onError: () => (failures += 1), retry: { firstMs: 5, mostMs: 20 } });
    await until('it failed twice', () => failures >= 2);
    expect(namespaces.isReady()).to.equal(false);
    server.route = route;
    await until('it is ready', () => namespaces.isReady());
  });

  it('lists the labels of all namespaces for whoever needs them once', async () => {
    const all = [];
    for await (const found of listNamespaces(cluster)) all.push(found);
    expect(all).to.deep.equal([
      { name: 'shop', labels: { 'seaworthy.dev/enforce': 'production' } },
      { name: 'plain', labels: {} },
    ]);
  });
});
