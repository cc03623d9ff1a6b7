import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { expect } from 'chai';
import { issueAuthority, issueServing } from '../../certs/issue.js';
import { connect } from '../../src/cluster/connect.js';
import { ClusterError } from '../../src/cluster/error.js';
import { requestJson } from '../../src/cluster/request.js';
import { readVersion } from '../../src/cluster/version.js';
import { kubeconfigFor, sendJson, sendStatus, startApiServer, type ApiServer } from './api-server.js';

async function failureOf(promise: Promise<unknown>): Promise<ClusterError> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof ClusterError) return error;
  throw new Error('no ClusterError was thrown', { cause: error });
}

describe('cluster/connect', () => {
  let folder: string;
  let server: ApiServer;
  const file = (): string => join(folder, 'config');

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'seaworthy-test-'));
    server = await startApiServer();
    await writeFile(file(), kubeconfigFor(server.address));
  });
  afterEach(async () => {
    await server.close();
    await rm(folder, { recursive: true });
  });

  it('sends the token of the kubeconfig and knows the namespace of its context', async () => {
    const cluster = await connect({ kubeconfig: file() });
    server.route = (_, response) => sendJson(response, 200, { major: '1', minor: '34+' });
    expect(await readVersion(cluster)).to.deep.equal({ major: 1, minor: 34 });
    expect(server.seen[0]?.headers.authorization).to.equal('Bearer first-token');
    expect(cluster.namespace).to.equal('shop');
    cluster.close();
  });

  it('uses one connection for requests that follow each other', async () => {
    const cluster = await connect({ kubeconfig: file() });
    server.route = (_, response) => sendJson(response, 200, {});
    for (let i = 0; i < 5; i += 1) await requestJson(cluster, { path: '/x' });
    expect(new Set(server.seen.map(({ port }) => port)).size).to.equal(1);
    cluster.close();
  });

  it('reads the token again when the API server no longer accepts it', async () => {
    const tokenFile = join(folder, 'token');
    await writeFile(tokenFile, 'old');
    await writeFile(file(), kubeconfigFor(server.address, 'tokenFile: token'));
    const cluster = await connect({ kubeconfig: file() });
    let accepted = 'Bearer old';
    server.route = ({ headers }, response) =>
      headers.authorization === accepted ? sendJson(response, 200, {}) : sendStatus(response, 401, 'Unauthorized');
    await requestJson(cluster, { path: '/x' });
    await writeFile(tokenFile, 'new');
    accepted = 'Bearer new';
    await requestJson(cluster, { path: '/x' });
    expect(server.seen).to.have.length(3);
    accepted = 'Bearer other';
    const error = await failureOf(requestJson(cluster, { path: '/x' }));
    expect(error).to.include({ code: 'unauthorized', status: 401 });
    expect(error.message).to.include('does not accept the credentials');
    cluster.close();
  });

  it("uses a pod's own service account over TLS with its own CA", async () => {
    const now = new Date();
    const authority = await issueAuthority(now);
    const serving = await issueServing(authority, ['127.0.0.1'], now);
    const authorizations: (string | undefined)[] = [];
    const secure = https.createServer({ cert: serving.certificate, key: serving.key }, (request, response) => {
      authorizations.push(request.headers.authorization);
      sendJson(response, 200, {});
    });
    await new Promise<void>((resolve) => secure.listen(0, '127.0.0.1', resolve));
    const account = join(folder, 'var/run/secrets/kubernetes.io/serviceaccount');
    await mkdir(account, { recursive: true });
    await writeFile(join(account, 'ca.crt'), authority.certificate);
    await writeFile(join(account, 'token'), 'pod-token');
    await writeFile(join(account, 'namespace'), 'seaworthy');
    process.env['KUBERNETES_SERVICE_HOST'] = '127.0.0.1';
    process.env['KUBERNETES_SERVICE_PORT'] = String((secure.address() as AddressInfo).port);
    try {
      const cluster = await connect({ serviceHost: '127.0.0.1', serviceAccountRoot: folder });
      await requestJson(cluster, { path: '/x' });
      await writeFile(join(account, 'ca.crt'), (await issueAuthority(now)).certificate);
      const stranger = await connect({ serviceHost: '127.0.0.1', serviceAccountRoot: folder });
      expect((await failureOf(requestJson(stranger, { path: '/x' }))).code).to.equal('unreachable');
      expect(cluster.namespace).to.equal('seaworthy');
      expect(authorizations).to.deep.equal(['Bearer pod-token']);
    } finally {
      delete process.env['KUBERNETES_SERVICE_HOST'];
      delete process.env['KUBERNETES_SERVICE_PORT'];
      secure.close();
      secure.closeAllConnections();
    }
  });

  it('asks an overloaded API server again after the time that it names', async () => {
    const cluster = await connect({ kubeconfig: file() });
    server.route = (_, response) => {
      if (server.seen.length > 2) return sendJson(response, 200, { done: true });
      response.setHeader('Retry-After', '0');
      return sendStatus(response, 429, 'too many requests');
    };
    expect(await requestJson(cluster, { path: '/x' })).to.deep.equal({ done: true });
    cluster.close();
  });

  const refusals = [
    [403, 'forbidden'],
    [404, 'not-found'],
    [409, 'conflict'],
    [422, 'invalid'],
    [500, 'other'],
  ] as const;
  for (const [status, code] of refusals) {
    it(`calls a ${status} "${code}" and passes on what the API server says, in one line`, async () => {
      const cluster = await connect({ kubeconfig: file() });
      server.route = (_, response) => sendStatus(response, status, 'secrets "a"\nis not for you');
      const error = await failureOf(requestJson(cluster, { path: '/x' }));
      expect(error).to.include({ code, status, message: 'secrets "a" is not for you' });
      cluster.close();
    });
  }

  it('gives up after the timeout, also in the middle of a body', async () => {
    const cluster = await connect({ kubeconfig: file() });
    server.route = (_, response) => {
      response.write('{"half":');
      return true;
    };
    const error = await failureOf(requestJson(cluster, { path: '/x', timeoutMs: 50 }));
    expect(error.code).to.equal('unreachable');
    expect(error.message).to.include('within 50 ms');
    cluster.close();
  });

  it('says that nobody answers at the address', async () => {
    const cluster = await connect({ kubeconfig: file() });
    await server.close();
    const error = await failureOf(requestJson(cluster, { path: '/x' }));
    expect(error.code).to.equal('unreachable');
    expect(error.message).to.include(server.address).and.include('ECONNREFUSED');
  });

  it('refuses an answer that is not JSON', async () => {
    const cluster = await connect({ kubeconfig: file() });
    server.route = (_, response) => {
      response.end('<html>');
      return true;
    };
    expect((await failureOf(requestJson(cluster, { path: '/x' }))).message).to.include('not JSON');
    cluster.close();
  });

  it('finds no cluster where there is none, and says where it looked', async () => {
    const error = await failureOf(connect({ home: folder }));
    expect(error.code).to.equal('absent');
    expect(error.message).to.include('--kubeconfig').and.include('KUBECONFIG');
    expect(error.message).to.include(join(folder, '.kube', 'config'));
    const unhoused = await failureOf(connect({}));
    expect(unhoused.message, 'a file that nobody looked for').not.to.include('.kube');
  });

  it('names the contexts that there are when the wanted one is missing', async () => {
    const error = await failureOf(connect({ kubeconfig: file(), context: 'moon' }));
    expect(error.code).to.equal('unconfigured');
    expect(error.message).to.equal('the kubeconfig has no context "moon"; it has "here", "nowhere"');
  });

  it('refuses a context whose cluster is missing, a file that is missing and one that is broken', async () => {
    expect((await failureOf(connect({ kubeconfig: file(), context: 'nowhere' }))).code).to.equal('unconfigured');
    expect((await failureOf(connect({ kubeconfig: join(folder, 'none') }))).message).to.include(join(folder, 'none'));
    await writeFile(file(), 'clusters: [{}]');
    expect((await failureOf(connect({ kubeconfig: file() }))).code).to.equal('unconfigured');
  });

  it('says where a kubeconfig is no YAML, and shows nothing of the tokens in it', async () => {
    await writeFile(file(), 'users:\n- name: me\n  user:\n    token: very-secret\n   oops: 1\n');
    const error = await failureOf(connect({ kubeconfig: file() }));
    expect(error.code).to.equal('unconfigured');
    expect(error.message).to.match(/ cannot be read: [^\n]+ at 5:\d+$/);
    expect(inspect(error)).not.to.include('very-secret');
  });

  it('merges the files of KUBECONFIG, the first one first, and skips those that are missing', async () => {
    const second = join(folder, 'second');
    const entry = '{name: local, cluster: {server: "http://127.0.0.1:1"}}';
    const context = '{name: other, context: {cluster: local, user: me}}';
    await writeFile(second, `clusters: [${entry}]\nusers: []\ncontexts: [${context}]\ncurrent-context: other\n`);
    const variable = [join(folder, 'none'), file(), second].join(':');
    server.route = (_, response) => sendJson(response, 200, {});
    const cluster = await connect({ kubeconfigVariable: variable, context: 'other' });
    await requestJson(cluster, { path: '/x' });
    expect(server.seen[0]?.headers.authorization).to.equal('Bearer first-token');
    cluster.close();
  });
});
