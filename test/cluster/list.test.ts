import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { connect, type Cluster } from '../../src/cluster/connect.js';
import { list } from '../../src/cluster/list.js';
import { resourcePath } from '../../src/cluster/object.js';
import { stringAt, type JsonObject } from '../../src/policy/json.js';
import { kubeconfigFor, sendJson, sendStatus, startApiServer, type ApiServer } from './api-server.js';

const deployments = Array.from({ length: 7 }, (_, i) => ({ metadata: { name: `web-${i}` } }));
const path = resourcePath({ apiVersion: 'apps/v1', plural: 'deployments' });

describe('cluster/list', () => {
  let folder: string;
  let server: ApiServer;
  let cluster: Cluster;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'seaworthy-test-'));
    server = await startApiServer();
    await writeFile(join(folder, 'config'), kubeconfigFor(server.address));
    cluster = await connect({ kubeconfig: join(folder, 'config') });
  });
  afterEach(async () => {
    cluster.close();
    await server.close();
    await rm(folder, { recursive: true });
  });

  /** Serves the deployments in pages, whose tokens say where the next one begins. */
  function servePages(expired: (token: string) => object | undefined = () => undefined): void {
    server.route = ({ query }, response) => {
      const token = query.get('continue') ?? '';
      const gone = expired(token);
      if (gone !== undefined) return sendStatus(response, 410, 'the provided continue parameter is too old', gone);
      const start = Number(token.replace(/^\D*/, ''));
      const end = start + Number(query.get('limit'));
      const metadata = { resourceVersion: '9', ...(end < deployments.length && { continue: `from-${end}` }) };
      return sendJson(response, 200, {
        apiVersion: 'apps/v1',
        kind: 'DeploymentList',
        metadata,
        items: deployments.slice(start, end),
      });
    };
  }

  async function namesOf(items: AsyncIterable<JsonObject>): Promise<readonly (string | undefined)[]> {
    const names: (string | undefined)[] = [];
    for await (const item of items) names.push(stringAt(item['metadata'], 'name'));
    return names;
  }

  it('gives every object once over several pages, with the kind that lists leave out', async () => {
    servePages();
    const kinds = new Set<string>();
    for await (const item of list(cluster, { path, pageSize: 3 }))
      kinds.add(`${stringAt(item, 'apiVersion') ?? ''} ${stringAt(item, 'kind') ?? ''}`);
    expect([...kinds]).to.deep.equal(['apps/v1 Deployment']);
    expect(await namesOf(list(cluster, { path, pageSize: 3 }))).to.deep.equal(
      deployments.map(({ metadata }) => metadata.name),
    );
    expect(server.seen).to.have.length(6);
  });

  it('asks for a page only when the one before has been used', async () => {
    servePages();
    for await (const item of list(cluster, { path, pageSize: 3 })) {
      expect(stringAt(item['metadata'], 'name')).to.equal('web-0');
      break;
    }
    expect(server.seen).to.have.length(1);
  });

  it('goes on with the token for the newest state when its own has expired', async () => {
    servePages((token) => (token === 'from-3' ? { continue: 'newest-3' } : undefined));
    expect(await namesOf(list(cluster, { path, pageSize: 3 }))).to.have.length(7);
  });

  it('says so clearly when the listing has expired for good', async () => {
    servePages((token) => (token === '' ? undefined : {}));
    const error: unknown = await namesOf(list(cluster, { path, pageSize: 3 })).catch((reason: unknown) => reason);
    expect(error).to.include({ code: 'gone' });
    expect((error as Error).message)
      .to.include('/apis/apps/v1/deployments')
      .and.include('start again');
  });
});
