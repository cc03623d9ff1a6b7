import { expect } from 'chai';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JsonObject } from '../../src/policy/json.js';
import { cronJob, deployment, job, pod } from '../builders.js';
import { kubeconfigFor } from '../cluster/api-server.js';
import type { ApiServer } from '../cluster/api-server.js';
import { runCommandLine } from './command-line.js';
import type { Outcome } from './command-line.js';
import { startWorkloadCluster } from './workload-cluster.js';
import type { ClusterContent } from './workload-cluster.js';

interface Finding {
  readonly policy: string;
  readonly mode: string;
  readonly object: { readonly kind: string; readonly namespace?: string; readonly name: string };
  readonly path: string;
  readonly message: string;
  readonly remedy?: string;
  readonly fix?: readonly JsonObject[];
}

interface Report {
  readonly summary: { readonly objects: number; readonly findings: Readonly<Record<string, number>> };
  readonly findings: readonly Finding[];
  readonly errors: readonly { readonly file: string; readonly message: string }[];
}

/** Puts an object into a namespace, under a name, with an owner where one is given. */
function at(place: string, object: JsonObject, owner?: string): JsonObject {
  const [namespace = '', name = ''] = place.split('/');
  const ownerReferences = owner === undefined ? [] : [{ uid: owner, controller: true }];
  return { ...object, metadata: { namespace, name, uid: place, ownerReferences } };
}

/** The same object, which somebody has deleted and which is not gone yet. */
function beingDeleted(object: JsonObject): JsonObject {
  const metadata = { ...(object['metadata'] as JsonObject), deletionTimestamp: '2026-01-01T00:00:00Z' };
  return { ...object, metadata };
}

function isText(value: string | undefined): value is string {
  return value !== undefined;
}

const scanNote =
  'seaworthy: warning: require-scanned-images was not judged, for no source of scan evidence is configured; begin with: ' +
  'trivy image -f json IMAGE | seaworthy receipt\n';

const sample: ClusterContent = {
  namespaces: {
    shop: { 'seaworthy.dev/enforce': 'production' },
    pay: { 'seaworthy.dev/warn': 'production', 'seaworthy.dev/inject': 'production' },
    typo: { 'seaworthy.dev/audit': 'prodution' },
    free: {},
    'kube-system': { 'seaworthy.dev/enforce': 'production' },
    'seaworthy-system': { 'seaworthy.dev/enforce': 'production' },
    ci: { 'seaworthy.dev/enforce': 'production' },
  },
  objects: [
    at('shop/web', deployment()),
    { ...at('shop/web-1', deployment(), 'shop/web'), kind: 'ReplicaSet' },
    at('shop/web-1-a', pod(), 'shop/web-1'),
    at('shop/lone', pod()),
    at('pay/nightly', cronJob()),
    at('typo/web', deployment()),
    at('free/web', deployment()),
    at('kube-system/dns', deployment()),
    at('seaworthy-system/seaworthy', deployment()),
    at('ci/runner', deployment()),
  ],
};

describe('seaworthy audit', function () {
  // Each test starts one process or two, and each of them loads the client of the Kubernetes API.
  this.timeout(60_000);

  const folder = mkdtempSync(join(tmpdir(), 'seaworthy-audit-'));
  const kubeconfig = join(folder, 'kubeconfig');
  let server: ApiServer | undefined;

  async function audit(content: ClusterContent, ...args: readonly string[]): Promise<Outcome> {
    await server?.close();
    server = await startWorkloadCluster(content);
    writeFileSync(kubeconfig, kubeconfigFor(server.address));
    return runCommandLine(['audit', ...args], { env: { KUBECONFIG: kubeconfig } });
  }

  async function auditJson(
    content: ClusterContent,
    ...args: readonly string[]
  ): Promise<Outcome & { readonly report: Report }> {
    const outcome = await audit(content, '--format', 'json', ...args);
    return { ...outcome, report: JSON.parse(outcome.stdout) as Report };
  }

  afterEach(async () => {
    await server?.close();
    server = undefined;
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });

  it('judges the namespaces that opted in, each by its labels and every workload once', async () => {
    const config = join(folder, 'exempt.yaml');
    writeFileSync(config, 'apiVersion: seaworthy.dev/v1\nkind: Configuration\nexempt: {namespaces: [ci]}\n');
    const { code, stderr, report } = await auditJson(sample, '--config', config);
    const judged = report.findings.map(
      ({ object, mode }) => `${object.kind} ${[object.namespace, object.name].filter(isText).join('/')} ${mode}`,
    );
    expect([...new Set(judged)]).to.deep.equal([
      'Namespace pay warn',
      'Namespace shop warn',
      'Namespace typo audit',
      'CronJob pay/nightly warn',
      'Deployment shop/web warn',
      'Deployment shop/web enforce',
      'Pod shop/lone warn',
      'Pod shop/lone enforce',
      'Deployment typo/web audit',
    ]);
    expect(report.summary.objects).to.equal(7);
    expect(report.errors).to.deep.equal([]);
    expect(code).to.equal(1);
    expect(stderr).to.equal(
      'seaworthy: warning: namespace typo: the label seaworthy.dev/audit names no profile: "prodution"; it counts as production\n' +
        scanNote,
    );
  });

  it('judges templates after the injection that their Pods get, in a namespace that asked for it', async () => {
    const { report } = await auditJson(sample, '--namespace', 'pay');
    expect(report.findings.filter(({ policy }) => policy === 'require-resources')).to.deep.equal([]);
    const { report: all } = await auditJson(sample, '--namespace', 'pay', '--profile', 'production');
    expect(all.findings.filter(({ policy }) => policy === 'require-resources')).to.have.lengthOf.above(0);
  });

  it('says once for each owner what its running Pods lack that new ones are given, and that it would not be denied', async () => {
    const made = (name: string, more: JsonObject = {}): JsonObject =>
      at(`pay/${name}`, { ...pod(), ...more }, 'pay/web-1');
    const old: ClusterContent = {
      namespaces: { pay: { 'seaworthy.dev/enforce': 'production', 'seaworthy.dev/inject': 'production' } },
      objects: [
        at('pay/web', deployment()),
        { ...at('pay/web-1', deployment(), 'pay/web'), kind: 'ReplicaSet' },
        made('ended', { status: { phase: 'Succeeded' } }),
        beingDeleted(made('going')),
        ...['web-1-a', 'web-1-b'].map((name) => made(name)),
      ],
    };
    const { report } = await auditJson(old);
    const ofPods = report.findings.filter(({ object }) => object.kind === 'Pod');
    expect([...new Set(ofPods.map(({ object, mode }) => `${object.name} ${mode}`))]).to.deep.equal(['web-1-a warn']);
    const policies = new Set(ofPods.map(({ policy }) => policy));
    expect(policies).to.include('require-resources');
    // What nobody adds to a Pod has been said of the Deployment.
    expect(policies).not.to.include('require-probes');
    expect(ofPods.every(({ fix }) => fix === undefined)).to.equal(true);
    const { report: without } = await auditJson({
      ...old,
      namespaces: { pay: { 'seaworthy.dev/enforce': 'production' } },
    });
    expect(without.findings.filter(({ object }) => object.kind === 'Pod')).to.deep.equal([]);
  });

  it('tells nobody to restart a Job, which nothing does, because of what its running Pods lack', async () => {
    const ofJob = at('pay/import-x', pod());
    const ownerReferences = [{ kind: 'Job', uid: 'pay/import', controller: true }];
    const { report } = await auditJson({
      namespaces: { pay: { 'seaworthy.dev/warn': 'production', 'seaworthy.dev/inject': 'production' } },
      objects: [
        at('pay/import', job()),
        { ...ofJob, metadata: { ...(ofJob['metadata'] as JsonObject), ownerReferences } },
      ],
    });
    const remedies = report.findings.filter(({ object }) => object.kind === 'Pod').map(({ remedy }) => remedy);
    expect([...new Set(remedies)]).to.deep.equal(['A new Pod is given this; this one goes without it to its end.']);
  });

  it('finds the same as check on the exported manifests', async () => {
    const { code, report } = await auditJson(sample, '--profile', 'strict');
    const names = ['shop/web', 'shop/lone', 'pay/nightly', 'typo/web', 'free/web', 'ci/runner'];
    const exported = [...sample.objects].filter(({ metadata }) => names.includes((metadata as { uid: string }).uid));
    const namespaces = Object.entries(sample.namespaces)
      .filter(([name]) => !['kube-system', 'seaworthy-system'].includes(name))
      .map(([name, labels]) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } }));
    const input = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [...namespaces, ...exported] });
    const checked = await runCommandLine(['check', '-', '--profile', 'strict', '--format', 'json'], { input });
    const expected = JSON.parse(checked.stdout) as Report;
    const line = (finding: Finding): string => JSON.stringify({ ...finding, source: undefined });
    expect(report.summary).to.deep.equal(expected.summary);
    expect(report.findings.map(line)).to.have.members(expected.findings.map(line));
    expect(report.findings).to.have.lengthOf.above(20);
    expect(code).to.equal(checked.code);
  });

  it('judges a namespace that is left out when it is asked for by name', async () => {
    const { report } = await auditJson(sample, '--namespace', 'kube-system', '--namespace', 'seaworthy-system');
    expect([...new Set(report.findings.map(({ object }) => object.name))]).to.deep.equal([
      'kube-system',
      'seaworthy-system',
      'dns',
      'seaworthy',
    ]);
  });

  it('says so when a named namespace did not opt in, or does not exist', async () => {
    const free = await audit(sample, '--namespace', 'free');
    expect({ code: free.code, stderr: free.stderr }).to.deep.equal({
      code: 0,
      stderr: 'seaworthy: not judged, for it did not opt in: free; --profile judges it all the same\n',
    });
    await server?.close();
    const none = await audit(sample, '--namespace', 'shpo', '--profile', 'strict');
    expect(none).to.deep.equal({ code: 2, stdout: '', stderr: 'seaworthy: there is no namespace "shpo"\n' });
  });

  it('tells what is forbidden, judges the rest, and ends with 3', async () => {
    const { code, stderr, report } = await auditJson({ ...sample, forbidden: ['deployments'] }, '--namespace', 'shop');
    expect(code).to.equal(3);
    expect(report.errors).to.deep.equal([
      { file: 'deployments.apps', message: 'deployments is forbidden: User "me" cannot list resource "deployments"' },
    ]);
    expect([...new Set(report.findings.map(({ object }) => object.name))], 'its owner is unknown').to.deep.equal([
      'shop',
      'lone',
      'web-1',
    ]);
    expect(stderr).to.contain('deployments.apps: deployments is forbidden');
  });

  it('keeps what a listing gave before it failed', async () => {
    const objects = Array.from({ length: 300 }, (_, index) => at(`shop/web-${index}`, deployment()));
    const { code, report } = await auditJson({ ...sample, objects, broken: ['deployments'] }, '--namespace', 'shop');
    expect(code).to.equal(3);
    expect(report.summary.objects, 'a page, and the Namespace').to.equal(251);
    expect(report.errors).to.have.lengthOf(1);
  });

  it('finds everything once in a cluster of many pages', async () => {
    const names = Array.from({ length: 40 }, (_, index) => `team-${index}`);
    const namespaces = Object.fromEntries(names.map((name) => [name, { 'seaworthy.dev/enforce': 'baseline' }]));
    const objects = names.flatMap((name) =>
      Array.from({ length: 20 }, (_, index) => at(`${name}/web-${index}`, deployment())),
    );
    const { report } = await auditJson({ namespaces, objects });
    expect(report.summary.objects).to.equal(800);
    const keys = report.findings.map(
      ({ object, policy, path }) => `${object.namespace ?? ''}/${object.name} ${policy} ${path}`,
    );
    expect(new Set(keys).size).to.equal(keys.length);
    const one = keys.filter((key) => key.startsWith('team-7/web-7 ')).length;
    expect(one).to.be.above(2);
    expect(keys).to.have.lengthOf(800 * one);
    const lists = server?.seen
      .filter(({ path }) => path === '/apis/apps/v1/deployments')
      .map(({ query }) => query.get('limit'));
    expect(lists, 'pages of a bounded size').to.deep.equal(['250', '250', '250', '250']);
  });

  it('writes the report to a file, over what was there', async () => {
    const output = join(folder, 'report.txt');
    writeFileSync(output, 'x'.repeat(100_000));
    const { code, stdout } = await audit(sample, '--namespace', 'shop', '--output', output);
    expect({ code, stdout }).to.deep.equal({ code: 1, stdout: '' });
    const text = readFileSync(output, 'utf8');
    expect(text).to.contain('Deployment shop/web');
    expect(text).to.match(/^3 objects judged: /m);
    expect(text).not.to.contain('xxx');
  });

  it('prints every format, and points at objects where there are no files', async () => {
    const args = ['--namespace', 'shop', '--format'];
    const { runs } = JSON.parse((await audit(sample, ...args, 'sarif')).stdout) as {
      readonly runs: readonly { readonly results: readonly { readonly locations: readonly object[] }[] }[];
    };
    expect(runs[0]?.results).not.to.have.length(0);
    for (const { locations } of runs[0]?.results ?? []) {
      expect(locations[0]).to.have.property('logicalLocations');
      expect(locations[0]).not.to.have.property('physicalLocation');
    }
    const junit = (await audit(sample, ...args, 'junit')).stdout;
    expect(junit).to.match(/<testsuite name="shop" tests="2" failures="\d"/);
    expect(junit).to.match(/<testcase classname="shop" name="Deployment shop\/web">\n *<failure /);
    const github = (await audit(sample, ...args, 'github')).stdout;
    expect(github).to.match(/^::error title=[a-z-]+::(?:Deployment|Pod) shop\/\w+: /m);
  });

  it('leaves out what is less severe when asked to', async () => {
    const { report } = await auditJson(sample, '--namespace', 'shop', '--min-severity', 'critical');
    expect(report.findings).to.deep.equal([]);
    expect(report.summary.findings['enforce']).to.equal(0);
  });

  const bad: readonly (readonly [string, readonly string[], number, RegExp])[] = [
    [
      'a profile that does not exist',
      ['--profile', 'prodution'],
      2,
      /^seaworthy: unknown profile "prodution"; did you mean "production"\?\n$/,
    ],
    [
      'a folder that does not exist',
      ['--output', '/nonexistent/report'],
      2,
      /^seaworthy: the report cannot be written to \/nonexistent\/report: there is no such folder\n$/,
    ],
    [
      'a context that does not exist',
      ['--context', 'there'],
      2,
      /^seaworthy: the kubeconfig has no context "there".*\n$/,
    ],
    [
      'a kubeconfig that does not exist',
      ['--kubeconfig', '/nonexistent/config'],
      2,
      /^seaworthy: the kubeconfig .* cannot be read: .*\n$/,
    ],
    [
      'a configuration that does not exist',
      ['--config', '/nonexistent/config'],
      2,
      /^seaworthy: .*no such file or folder\n$/,
    ],
  ];
  for (const [name, args, code, message] of bad) {
    it(`refuses ${name} in one line`, async () => {
      const outcome = await audit(sample, ...args);
      expect({ code: outcome.code, stdout: outcome.stdout }).to.deep.equal({ code, stdout: '' });
      expect(outcome.stderr).to.match(message);
    });
  }

  it('ends with 3 when the cluster cannot be reached, or may not be looked at', async () => {
    const forbidden = await audit({ ...sample, forbidden: ['namespaces'] });
    expect({ code: forbidden.code, stdout: forbidden.stdout }).to.deep.equal({ code: 3, stdout: '' });
    expect(forbidden.stderr).to.match(/^seaworthy: namespaces is forbidden.*\n$/);
    await server?.close();
    const gone = await runCommandLine(['audit', '--kubeconfig', kubeconfig]);
    expect({ code: gone.code, stdout: gone.stdout }).to.deep.equal({ code: 3, stdout: '' });
    expect(gone.stderr).to.match(/^seaworthy: the cluster at .* cannot be reached.*\n$/);
  });

  it('needs a cluster', async () => {
    const { code, stderr } = await runCommandLine(['audit']);
    expect(code).to.equal(3);
    expect(stderr).to.match(/^seaworthy: no cluster: .*KUBECONFIG.*\/nonexistent\/\.kube\/config\n$/);
  });
});
