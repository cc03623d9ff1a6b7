import { spawn } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { kubeconfigFor, sendStatus, startApiServer, type ApiServer } from '../cluster/api-server.js';

const SECRETS = '/api/v1/namespaces/harbour/secrets';
const REGISTRATION = '/apis/admissionregistration.k8s.io/v1';
const CONFIGURATIONS = [
  `${REGISTRATION}/validatingwebhookconfigurations/seaworthy`,
  `${REGISTRATION}/mutatingwebhookconfigurations/seaworthy`,
];

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

describe('cli/certs ensure', function () {
  // A process of its own for each case: the compiler in memory and the Kubernetes client take two seconds to load.
  this.timeout(60_000);

  let folder: string;
  let server: ApiServer;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'seaworthy-test-'));
    server = await startApiServer();
    await writeFile(join(folder, 'config'), kubeconfigFor(server.address));
    for (const path of CONFIGURATIONS)
      server.put(path, { webhooks: [{ name: 'a.seaworthy.dev', clientConfig: { url: 'https://x' } }] });
  });
  afterEach(async () => {
    await server.close();
    await rm(folder, { recursive: true });
  });

  function run(...args: readonly string[]): Promise<Ended> {
    // A variable that is undefined is not set in the child.
    const unset = { KUBECONFIG: undefined, KUBERNETES_SERVICE_HOST: undefined };
    const environment: NodeJS.ProcessEnv = { ...process.env, ...unset, HOME: folder };
    const node = ['--import', 'tsx', 'src/cli/main.ts', 'certs', 'ensure', ...args];
    const child = spawn(process.execPath, node, { env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    return new Promise((done, reject) => {
      child.on('error', reject);
      child.on('close', (code) => {
        done({ code, stdout, stderr });
      });
    });
  }
  const inHarbour = (...args: readonly string[]): Promise<Ended> =>
    run('--kubeconfig', join(folder, 'config'), '--namespace', 'harbour', ...args);
  const decode = (value: unknown): string => Buffer.from(String(value), 'base64').toString('utf8');

  it('fills the Secret and the webhook configurations, says what it did, and changes nothing the second time', async () => {
    const ended = await inHarbour('--name', '127.0.0.1');
    expect(ended.code, ended.stderr).to.equal(0);
    expect(ended.stdout).to.equal('');
    expect(ended.stderr)
      .to.include('issued a CA')
      .and.include('MutatingWebhookConfiguration "seaworthy"')
      .and.not.include('PRIVATE');
    const data = server.objects.get(`${SECRETS}/seaworthy-tls`)?.['data'] as Record<string, string>;
    expect(new X509Certificate(decode(data['tls.crt'])).subjectAltName).to.equal(
      'DNS:seaworthy.harbour.svc, DNS:seaworthy.harbour.svc.cluster.local, IP Address:127.0.0.1',
    );
    for (const path of CONFIGURATIONS) {
      expect(server.objects.get(path)?.['webhooks']).to.deep.equal([
        { name: 'a.seaworthy.dev', clientConfig: { url: 'https://x', caBundle: data['ca.crt'] } },
      ]);
    }
    const writes = server.writes().length;
    expect((await inHarbour('--name', '127.0.0.1')).code).to.equal(0);
    expect(server.writes()).to.have.length(writes);
  });

  it('ends with 3 and one line when the cluster refuses, and when a webhook configuration is missing', async () => {
    const missing = await inHarbour('--mutating-webhook', 'other');
    expect(missing.code).to.equal(3);
    expect(missing.stderr).to.match(/^seaworthy: there is no MutatingWebhookConfiguration "other".*\n$/);
    server.route = (_, response) => sendStatus(response, 403, 'secrets "seaworthy-tls" is forbidden');
    expect(await inHarbour()).to.deep.equal({
      code: 3,
      stdout: '',
      stderr: 'seaworthy: secrets "seaworthy-tls" is forbidden\n',
    });
    expect(server.writes()).to.deep.equal([]);
  });

  it('ends with 3 and one line when there is no cluster to ask', async () => {
    const ended = await run();
    expect(ended.code).to.equal(3);
    expect(ended.stderr).to.match(/^seaworthy: no cluster: .*KUBECONFIG.*\n$/);
  });

  it('ends with 2 when a name is none that Kubernetes would take', async () => {
    const ended = await inHarbour('--service', 'Sea Worthy');
    expect(ended.code).to.equal(2);
    expect(ended.stderr).to.include('--service').and.include('lower-case letters');
    expect(server.seen).to.deep.equal([]);
  });
});
