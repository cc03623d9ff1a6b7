import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { pino } from 'pino';
import { connectTo } from '../../../src/cli/serve/cluster.js';
import { createRelated } from '../../../src/cli/serve/related.js';
import type { Related } from '../../../src/cli/serve/related.js';
import type { Cluster } from '../../../src/cluster/connect.js';
import { createMetrics } from '../../../src/server/metrics.js';
import { createTraffic } from '../../../src/server/traffic.js';
import { kubeconfigFor, sendJson, sendStatus, startApiServer } from '../../cluster/api-server.js';
import type { ApiServer } from '../../cluster/api-server.js';
import { until } from '../../cluster/until.js';

describe('what serve knows of related objects', function () {
  // Loading the client of the Kubernetes API takes a second, and several on a busy machine.
  this.timeout(20_000);
  let folder: string;
  let server: ApiServer;
  let cluster: Cluster;
  let related: Related;
  let lines: string[];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'seaworthy-test-'));
    server = await startApiServer();
    await writeFile(join(folder, 'config'), kubeconfigFor(server.address));
    cluster = await connectTo(join(folder, 'config'));
    lines = [];
    const write = (line: string): void => void lines.push(line);
    related = createRelated(pino({ base: null }, { write }));
    server.route = ({ path, query }, response) => {
      if (path.endsWith('/roles')) return sendStatus(response, 403, 'roles are not for you');
      if (query.has('watch')) {
        response.writeHead(200).flushHeaders();
        return true;
      }
      const items = [{ metadata: { name: 'a', namespace: 'shop' }, spec: { hard: { pods: '5' } } }];
      const metadata = { resourceVersion: '5' };
      return sendJson(response, 200, { apiVersion: 'v1', kind: 'ResourceQuotaList', metadata, items });
    };
  });
  afterEach(async () => {
    related.close();
    cluster.close();
    await server.close();
    await rm(folder, { recursive: true });
  });

  it('is nothing before there is a cluster, and keeps a server that starts from being ready', () => {
    expect(related.inventory('Role', 'shop')).to.deep.equal({ known: false, reason: 'nobody looks for these' });
    related.follow(['Role']);
    expect(related.inventory('Role', 'shop')).to.deep.equal({ known: false, reason: 'not listed yet' });
    expect(related.unready()).to.equal('the objects that policies look up have not been listed yet');
  });

  it('is what the watches see; a kind that is forbidden is logged once and keeps no server from being ready', async () => {
    related.follow(['ResourceQuota', 'Role']);
    await related.start(cluster);
    await until('it is ready', () => related.unready() === undefined);
    const fact = related.inventory('ResourceQuota', 'shop');
    expect(fact.known && fact.value).to.deep.equal([
      { metadata: { name: 'a', namespace: 'shop' }, spec: { hard: { pods: '5' } } },
    ]);
    expect(related.inventory('Role', 'shop')).to.deep.equal({ known: false, reason: 'roles are not for you' });
    expect(related.inventory('Deployment', 'shop').known).to.equal(false);
    await until('it has tried again', () => server.seen.filter(({ path }) => path.endsWith('/roles')).length > 1);
    expect(lines.map((line) => JSON.parse(line) as object)).to.deep.equal([
      {
        ...(JSON.parse(lines[0] ?? '') as object),
        kind: 'Role',
        reason: 'roles are not for you',
        msg: 'objects of this kind cannot be seen; what policies look up of them is unknown',
      },
    ]);
  });

  it('is shown by the metrics, of the kinds alone that are looked up', async () => {
    const { registry } = createMetrics({ traffic: createTraffic(), version: '1.2.3', inventory: related.figures });
    const samples = async (): Promise<readonly string[]> =>
      (await registry.metrics()).split('\n').filter((line) => line.startsWith('seaworthy_inventory_'));
    related.follow(['ResourceQuota', 'Role']);
    await related.start(cluster);
    await until('it is ready', () => related.unready() === undefined);
    expect(await samples()).to.deep.equal([
      'seaworthy_inventory_objects{kind="ResourceQuota"} 1',
      'seaworthy_inventory_objects{kind="Role"} 0',
      'seaworthy_inventory_known{kind="ResourceQuota"} 1',
      'seaworthy_inventory_known{kind="Role"} 0',
    ]);
    related.follow(['Role']);
    expect(await samples()).to.deep.equal([
      'seaworthy_inventory_objects{kind="Role"} 0',
      'seaworthy_inventory_known{kind="Role"} 0',
    ]);
  });

  it('lets a server be ready after a moment when the first listing does not come', async () => {
    server.route = () => true;
    related.follow(['ResourceQuota']);
    await related.start(cluster);
    expect(related.unready()).to.be.a('string');
    await until('it is ready all the same', () => related.unready() === undefined, 10_000);
    expect(related.inventory('ResourceQuota', 'shop').known).to.equal(false);
  });
});
