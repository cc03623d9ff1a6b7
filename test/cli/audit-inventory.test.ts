import { expect } from 'chai';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JsonObject } from '../../src/policy/json.js';
import { kubeconfigFor } from '../cluster/api-server.js';
import type { ApiServer } from '../cluster/api-server.js';
import { runCommandLine } from './command-line.js';
import type { Outcome } from './command-line.js';
import { startWorkloadCluster } from './workload-cluster.js';
import type { ClusterContent } from './workload-cluster.js';

interface Named {
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
}

/** An object of the namespace and the name that the place says. */
function at(place: string, kind: string, spec: JsonObject): JsonObject {
  const [namespace = '', name = ''] = place.split('/');
  return { kind, metadata: { namespace, name, uid: `${kind} ${place}` }, spec };
}

function replicated(place: string, app: string): JsonObject {
  const template = { metadata: { labels: { app } }, spec: { containers: [{ name: 'web', image: 'nginx' }] } };
  return at(place, 'Deployment', { replicas: 2, selector: { matchLabels: { app } }, template });
}

const budget = (place: string, app: string): JsonObject =>
  at(place, 'PodDisruptionBudget', { maxUnavailable: 1, selector: { matchLabels: { app } } });

const quota = (place: string, ...names: readonly string[]): JsonObject =>
  at(place, 'ResourceQuota', { hard: Object.fromEntries(names.map((name) => [name, '10'])) });

const sample: ClusterContent = {
  namespaces: { shop: { 'seaworthy.dev/enforce': 'strict' }, pay: { 'seaworthy.dev/enforce': 'strict' }, free: {} },
  objects: [
    replicated('shop/web', 'web'),
    replicated('shop/api', 'api'),
    replicated('pay/web', 'web'),
    replicated('free/web', 'web'),
    budget('shop/all-web', 'web'),
    budget('free/all-web', 'web'),
    quota('shop/all', 'cpu', 'memory', 'pods', 'services', 'persistentvolumeclaims'),
  ],
};

describe('seaworthy audit, of what policies look up', function () {
  // Each test starts a process or two, and each of them loads the client of the Kubernetes API.
  this.timeout(60_000);

  const folder = mkdtempSync(join(tmpdir(), 'seaworthy-audit-'));
  const kubeconfig = join(folder, 'kubeconfig');
  let server: ApiServer | undefined;

  /** The audit's exit code and standard error, and where one policy found something. */
  async function audit(content: ClusterContent, policy: string, ...args: readonly string[]) {
    await server?.close();
    server = await startWorkloadCluster(content);
    writeFileSync(kubeconfig, kubeconfigFor(server.address));
    const options = { env: { KUBECONFIG: kubeconfig } };
    const outcome: Outcome = await runCommandLine(['audit', '--format', 'json', ...args], options);
    const { findings } = JSON.parse(outcome.stdout) as { findings: { policy: string; object: Named }[] };
    const places = findings
      .filter((finding) => finding.policy === policy)
      .map(({ object: { kind, namespace, name } }) =>
        [kind, namespace, name].filter((part) => part !== undefined).join(' '),
      );
    return { ...outcome, places };
  }
  const lists = (plural: string): readonly string[] =>
    (server?.seen ?? []).filter(({ path }) => path.endsWith(`/${plural}`)).map(({ path }) => path);

  afterEach(async () => {
    await server?.close();
    server = undefined;
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });

  it('sees the objects beside each, of the same namespace alone, and lists few namespaces one by one', async () => {
    const { places, code, stderr } = await audit(sample, 'require-pod-disruption-budget');
    expect(places).to.deep.equal(['Deployment pay web', 'Deployment shop api']);
    expect({ code, stderr }).to.deep.include({ code: 1 });
    expect(stderr).not.to.include('unknown');
    const collection = (namespace: string): string => `/apis/policy/v1/namespaces/${namespace}/poddisruptionbudgets`;
    expect(new Set(lists('poddisruptionbudgets'))).to.deep.equal(new Set([collection('shop'), collection('pay')]));
  });

  it('judges Namespaces, which admission does not, by the quotas in them', async () => {
    expect((await audit(sample, 'require-resource-quota')).places).to.deep.equal(['Namespace pay']);
    const everywhere = await audit(sample, 'require-resource-quota', '--profile', 'strict');
    expect(everywhere.places).to.deep.equal(['Namespace free', 'Namespace pay']);
    expect(lists('resourcequotas')).to.deep.equal(['/api/v1/resourcequotas']);
    const named = await audit(sample, 'require-resource-quota', '--profile', 'strict', '--namespace', 'free');
    expect(named.places).to.deep.equal(['Namespace free']);
  });

  it('says once that a kind is forbidden which it only looks up, blames nobody for it, and does not fail for it', async () => {
    const profile = join(folder, 'quota.yaml');
    writeFileSync(
      profile,
      'apiVersion: seaworthy.dev/v1\nkind: Configuration\nprofiles: {mine: {extends: baseline, policies: {require-resource-quota: {}}}}\n',
    );
    const own = ['--config', profile, '--profile', 'mine', '--namespace', 'pay', '--namespace', 'free'];
    const sighted = await audit({ ...sample, objects: [] }, 'require-resource-quota', ...own);
    expect(sighted).to.deep.include({ code: 1, places: ['Namespace free', 'Namespace pay'], stderr: '' });
    const blind = await audit(
      { ...sample, objects: [], forbidden: ['resourcequotas'] },
      'require-resource-quota',
      ...own,
    );
    expect(blind).to.deep.include({ code: 0, places: [] });
    expect(blind.stderr).to.equal(
      'seaworthy: warning: what policies look up of resourcequotas is unknown: ' +
        'resourcequotas is forbidden: User "me" cannot list resource "resourcequotas"\n',
    );
  });

  it('says once that a kind is forbidden which it judges as well, and fails as it does for every kind', async () => {
    const { code, places, stderr } = await audit(
      { ...sample, forbidden: ['poddisruptionbudgets'] },
      'require-pod-disruption-budget',
    );
    expect({ code, places }).to.deep.equal({ code: 3, places: [] });
    expect(stderr.match(/poddisruptionbudgets is forbidden/g)).to.have.length(1);
  });

  it('blames nobody for what it saw the half of', async () => {
    const many = Array.from({ length: 300 }, (_, index) => budget(`shop/other-${index}`, 'other'));
    const broken = { ...sample, objects: [...sample.objects, ...many], broken: ['poddisruptionbudgets'] };
    const { code, places } = await audit(broken, 'require-pod-disruption-budget');
    expect({ code, places }).to.deep.equal({ code: 3, places: [] });
  });
});
