import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { connect, type Cluster } from '../../src/cluster/connect.js';
import { watchRelated, type RelatedWatches } from '../../src/cluster/related.js';
import { createInventory, type InventoryStore } from '../../src/facts/inventory.js';
import { stringAt } from '../../src/policy/json.js';
import { kubeconfigFor, sendJson, sendStatus, startApiServer, type ApiServer, type Route } from './api-server.js';
import { until } from './until.js';

const BUDGETS = '/apis/policy/v1/poddisruptionbudgets';
const QUOTAS = '/api/v1/resourcequotas';

const object = (name: string, spec: object = {}): object => ({
  metadata: { name, namespace: 'shop', resourceVersion: '7', annotations: { 'of-no-use': 'to anybody' } },
  spec,
  status: { 'of-no-use': 'either' },
});

describe('cluster/related', () => {
  let folder: string;
  let server: ApiServer;
  let cluster: Cluster;
  let store: InventoryStore;
  let watches: RelatedWatches;
  let told: string[];
  /** The open watches by the path of their collection; the newest of each. */
  let streams: Map<string, ServerResponse>;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'seaworthy-test-'));
    server = await startApiServer();
    await writeFile(join(folder, 'config'), kubeconfigFor(server.address));
    cluster = await connect({ kubeconfig: join(folder, 'config') });
    store = createInventory(['PodDisruptionBudget', 'ResourceQuota']);
    told = [];
    streams = new Map();
    server.route = serve;
  });
  afterEach(async () => {
    watches.close();
    cluster.close();
    await server.close();
    await rm(folder, { recursive: true });
  });

  /** Lists two objects of each kind, on a page each, and keeps every watch open for the test to write to. */
  const serve: Route = ({ path, query }, response) => {
    const [kind, apiVersion] = path === BUDGETS ? ['PodDisruptionBudget', 'policy/v1'] : ['ResourceQuota', 'v1'];
    if (query.has('watch')) {
      response.writeHead(200).flushHeaders();
      streams.set(path, response);
      return true;
    }
    const isFirst = !query.has('continue');
    const metadata = { resourceVersion: '5', ...(isFirst && { continue: 'more' }) };
    const items = [object(isFirst ? 'b' : 'a', { minAvailable: 1, hard: {}, other: 1 })];
    return sendJson(response, 200, { kind: `${kind}List`, apiVersion, metadata, items });
  };

  const start = (patienceMs = 60_000): RelatedWatches => {
    watches = watchRelated(cluster, {
      store,
      onUnknown: (kind, reason) => void told.push(`${kind} lost: ${reason}`),
      onKnown: (kind) => void told.push(`${kind} found`),
      patienceMs,
      retry: { firstMs: 5, mostMs: 20 },
    });
    watches.follow(['PodDisruptionBudget']);
    return watches;
  };
  const names = (kind: 'PodDisruptionBudget' | 'ResourceQuota' = 'PodDisruptionBudget'): string => {
    const fact = store.inventory(kind, 'shop');
    return fact.known ? fact.value.map(({ metadata }) => stringAt(metadata, 'name')).join() : fact.reason;
  };
  const see = (wanted: string | RegExp): Promise<void> =>
    until(`${String(wanted)} is seen`, () => (typeof wanted === 'string' ? names() === wanted : wanted.test(names())));
  const send = (type: string, changed: object): unknown =>
    streams.get(BUDGETS)?.write(`${JSON.stringify({ type, object: changed })}\n`);
  const asked = (path: string): number => server.seen.filter((one) => one.path === path).length;

  it('knows nothing before the first listing is whole, and then all of it, without what nobody reads', async () => {
    let finish: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (finish = resolve));
    server.route = async (seen, response) => {
      if (seen.query.has('continue')) await gate;
      return serve(seen, response);
    };
    expect(start().isSettled()).to.equal(false);
    await until('the second page is asked for', () => asked(BUDGETS) === 2);
    expect(names()).to.equal('not listed yet');
    finish();
    await see('a,b');
    expect(watches.isSettled()).to.equal(true);
    const fact = store.inventory('PodDisruptionBudget', 'shop');
    expect(fact.known && fact.value[0]).to.deep.equal({
      metadata: { name: 'a', namespace: 'shop' },
      spec: { minAvailable: 1 },
    });
    expect(server.seen[0]?.headers.accept).to.equal('application/json');
    expect(told).to.deep.equal([]);
  });

  it('follows what comes, changes and goes', async () => {
    start();
    await until('the watch is open', () => streams.size === 1);
    send('ADDED', object('c'));
    send('MODIFIED', object('a', { maxUnavailable: 0 }));
    send('DELETED', object('b'));
    await see('a,c');
    const fact = store.inventory('PodDisruptionBudget', 'shop');
    expect(fact.known && fact.value[0]?.['spec']).to.deep.equal({ maxUnavailable: 0 });
  });

  it('watches the kinds that are wanted and no other, and forgets what is no longer wanted', async () => {
    start();
    await until('one is watched', () => streams.size === 1);
    expect(names('ResourceQuota')).to.equal('');
    expect(asked(QUOTAS)).to.equal(0);
    watches.follow(['ResourceQuota']);
    await until('the other is watched', () => streams.size === 2);
    expect([names('ResourceQuota'), names()]).to.deep.equal(['a,b', 'nobody looks for these']);
    expect(store.count('PodDisruptionBudget')).to.equal(0);
    await until('the first watch has ended', () => streams.get(BUDGETS)?.destroyed === true);
    watches.follow(['PodDisruptionBudget', 'ResourceQuota']);
    await see('a,b');
    expect(asked(QUOTAS)).to.equal(3);
  });

  it('knows nothing while it is forbidden, says so once, and recovers by itself', async () => {
    server.route = (_, response) => sendStatus(response, 403, 'you may not list these');
    start();
    await until('it tried five times', () => asked(BUDGETS) >= 5);
    expect(names()).to.equal('you may not list these');
    expect(told).to.deep.equal(['PodDisruptionBudget lost: you may not list these']);
    expect(watches.isSettled()).to.equal(true);
    server.route = serve;
    await see('a,b');
    expect(told).to.deep.equal(['PodDisruptionBudget lost: you may not list these', 'PodDisruptionBudget found']);
  });

  it('knows nothing any more when a watch that went well is forbidden to go on', async () => {
    start();
    await until('the watch is open', () => streams.size === 1);
    server.route = (_, response) => sendStatus(response, 403, 'you may not watch these');
    streams.get(BUDGETS)?.end();
    await see('you may not watch these');
    server.route = serve;
    await see('a,b');
    expect(told).to.have.length(2);
  });

  it('knows that a kind which the cluster does not serve has no objects, and sees them once it does', async () => {
    server.route = (_, response) => sendStatus(response, 404, 'the server could not find the requested resource');
    start();
    await see('');
    expect(watches.isSettled()).to.equal(true);
    server.route = serve;
    await see('a,b');
    expect(told).to.deep.equal([]);
  });

  it('goes by what it knows while the connection is away for a moment, and no longer than it is told to', async () => {
    start(150);
    await until('the watch is open', () => streams.size === 1);
    let isAway = true;
    server.route = (seen, response) => {
      if (!isAway) return serve(seen, response);
      response.destroy();
      return true;
    };
    streams.get(BUDGETS)?.destroy();
    const before = asked(BUDGETS);
    await until('it tried again', () => asked(BUDGETS) > before);
    expect(names()).to.equal('a,b');
    await see(/^no news for 0\.15 s: ./);
    isAway = false;
    await see('a,b');
    expect(told).to.have.length(2);
    expect(told[1]).to.equal('PodDisruptionBudget found');
    await until('the patience of before has passed', () => names() === 'a,b');
  });

  it('says so when the first listing does not come', async () => {
    server.route = () => true;
    start(50);
    await see('no listing for 0.05 s');
    expect(told).to.have.length(1);
  });

  it('knows nothing from the moment that it has missed changes until all is listed again', async () => {
    start();
    await until('the watch is open', () => streams.size === 1);
    let finish: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (finish = resolve));
    server.route = async (seen, response) => {
      await gate;
      return serve(seen, response);
    };
    send('ERROR', { kind: 'Status', code: 410, message: 'too old resource version' });
    await see(/^the watch fell behind/);
    finish();
    await see('a,b');
    expect(told).to.have.length(2);
  });
});
