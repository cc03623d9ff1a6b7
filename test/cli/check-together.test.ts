import { expect } from 'chai';
import { kubeconfigFor } from '../cluster/api-server.js';
import { seaworthy, withFiles } from './seaworthy.js';
import type { Outcome } from './seaworthy.js';
import { startWorkloadCluster } from './workload-cluster.js';

const deployment = (namespace: string): string => `apiVersion: apps/v1
kind: Deployment
metadata: {name: web${namespace}, labels: {app: web}}
spec:
  replicas: 3
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - name: web
          image: registry.example.com/web:1.2.3
`;

const budget = (namespace: string): string => `apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: web${namespace}}
spec: {maxUnavailable: 1, selector: {matchLabels: {app: web}}}
`;

const autoscaler = `apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: web, namespace: shop}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
  minReplicas: 2
  maxReplicas: 4
`;

const limits = `apiVersion: v1
kind: LimitRange
metadata: {name: limits, namespace: shop}
spec: {limits: [{type: Container, max: {cpu: '2'}}]}
`;

const definition = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: boats.example.com}
spec:
  group: example.com
  scope: Namespaced
  names: {kind: Boat, plural: boats}
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema:
          type: object
          properties:
            spec:
              type: object
              properties: {length: {type: integer}}
`;
const boat = 'apiVersion: example.com/v1\nkind: Boat\nmetadata: {name: b, namespace: shop}\nspec: {lenght: 3}\n';

interface Found {
  readonly policy: string;
  readonly message: string;
  readonly source: { readonly file: string; readonly line: number };
}

/** The findings of some policies. */
async function check(
  files: Readonly<Record<string, string>>,
  args: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
  paths: readonly string[] = ['.'],
): Promise<Outcome & { readonly found: readonly Found[] }> {
  return withFiles(files, async (cwd) => {
    const outcome = await seaworthy(['check', ...paths, '--format', 'json', ...args], { cwd, env });
    const { findings } = JSON.parse(outcome.stdout || '{"findings":[]}') as { findings: readonly Found[] };
    return { ...outcome, found: findings };
  });
}

const BUDGET = 'require-pod-disruption-budget';
const blamed = (found: readonly Found[], policy: string): readonly string[] =>
  found.filter((one) => one.policy === policy).map(({ source }) => source.file);

describe('seaworthy check of inputs together', function () {
  this.timeout(120_000);

  it('looks up what other files hold, in the same namespace', async () => {
    const { found } = await check({
      'a/web.yaml': deployment(', namespace: shop'),
      'b/web.yaml': deployment(', namespace: other'),
      'z/budget.yaml': budget(', namespace: shop'),
    });
    expect(blamed(found, BUDGET)).to.deep.equal(['b/web.yaml']);
  });

  it('takes what names no namespace to belong together, and to wherever somebody asks', async () => {
    const nameless = await check({ 'web.yaml': deployment(''), 'budget.yaml': budget('') });
    expect(blamed(nameless.found, BUDGET)).to.deep.equal([]);
    expect(blamed(nameless.found, 'disallow-default-namespace')).to.not.deep.equal([]);
    const mixed = await check({ 'web.yaml': deployment(', namespace: shop'), 'budget.yaml': budget('') });
    expect(blamed(mixed.found, BUDGET)).to.deep.equal([]);
    const applied = await check({ 'web.yaml': deployment(''), 'budget.yaml': budget(', namespace: shop') }, [
      '--namespace',
      'shop',
    ]);
    expect(blamed(applied.found, BUDGET)).to.deep.equal([]);
    expect(blamed(applied.found, 'disallow-default-namespace')).to.deep.equal([]);
  });

  it('looks from where everything else is, for what names no namespace', async () => {
    const few = deployment('').replace('replicas: 3', 'replicas: 1');
    const REPLICAS = 'require-replicas';
    expect(blamed((await check({ 'web.yaml': few })).found, REPLICAS)).to.deep.equal(['web.yaml']);
    const scaled = { 'web.yaml': few, 'autoscaler.yaml': autoscaler };
    expect(blamed((await check(scaled)).found, REPLICAS)).to.deep.equal([]);
    expect(blamed((await check(scaled, ['--namespace', 'other'])).found, REPLICAS)).to.deep.equal(['web.yaml']);
  });

  it('sees of inputs of one name the nearest, whatever the order of their folders', async () => {
    const few = deployment('').replace('replicas: 3', 'replicas: 1');
    const keepsOne = budget('').replace('maxUnavailable', 'minAvailable');
    const BLOCKING = 'disallow-blocking-disruption-budget';
    for (const dev of ['a-dev', 'z-dev']) {
      const files = { 'prod/all.yaml': `${deployment('')}---\n${keepsOne}`, [`${dev}/web.yaml`]: few };
      expect(blamed((await check(files)).found, BLOCKING)).to.deep.equal([]);
      const both = { ...files, [`${dev}/budget.yaml`]: keepsOne };
      expect(blamed((await check(both)).found, BLOCKING)).to.deep.equal([`${dev}/budget.yaml`]);
      const outside = { ...files, 'budget.yaml': keepsOne.replace('{name: web}', '{name: all}') };
      expect(blamed((await check(outside)).found, BLOCKING)).to.deep.equal([]);
    }
  });

  it('mends by the nearest of one name, too', async () => {
    const unnumbered = deployment('').replace('  replicas: 3\n', '');
    const single = autoscaler.replace('minReplicas: 2', 'minReplicas: 1').replaceAll(', namespace: shop', '');
    const files = {
      'dev/all.yaml': `${unnumbered}---\n${single}`,
      'prod/all.yaml': `${unnumbered}---\n${single.replace('minReplicas: 1', 'minReplicas: 2')}`,
    };
    await withFiles(files, async (cwd) => {
      const policy = ['--profile', 'strict', '--policy', 'require-topology-spread'];
      const { stdout } = await seaworthy(['fix', '.', '--dry-run', ...policy], { cwd });
      expect([...stdout.matchAll(/^\+\+\+ (\S+)/gm)].map(([, file]) => file)).to.deep.equal(['b/prod/all.yaml']);
    });
  });

  it('blames an autoscaler for a request that its target lacks, unless the Pods will be given one', async () => {
    const files = { 'web.yaml': deployment(', namespace: shop'), 'autoscaler.yaml': autoscaler };
    const blamedBy = async (more: Readonly<Record<string, string>>, ...args: readonly string[]) =>
      blamed((await check({ ...files, ...more }, args)).found, 'require-sound-autoscaling');
    expect(await blamedBy({})).to.deep.equal(['autoscaler.yaml']);
    expect(await blamedBy({}, '--inject')).to.deep.equal([]);
    expect(await blamedBy({ 'limits.yaml': limits })).to.deep.equal([]);
  });

  it('gives a Pod and a template of the same spec the same verdict under a LimitRange', async () => {
    const range = limits.replace("max: {cpu: '2'}", 'default: {cpu: 1, memory: 1Gi, ephemeral-storage: 1Gi}');
    const template = '{spec: {containers: [{name: web, image: "nginx:1.29.4"}]}}';
    const files = {
      'limits.yaml': range,
      'pod.yaml': `{apiVersion: v1, kind: Pod, metadata: {name: one, namespace: shop}, ${template.slice(1)}`,
      'template.yaml': `{apiVersion: v1, kind: PodTemplate, metadata: {name: two, namespace: shop}, template: ${template}}`,
      'seaworthy.yaml':
        'apiVersion: seaworthy.dev/v1\nkind: Configuration\nprofiles: {only: {extends: baseline, policies: {require-resources: ' +
        '{limits: [memory, ephemeral-storage], requests: [cpu, ephemeral-storage], inject: true}}}}\n',
    };
    const judged = async (...args: readonly string[]): Promise<readonly string[]> => {
      const manifests = ['pod.yaml', 'template.yaml', 'limits.yaml'];
      const { found } = await check(files, [...args, '--config', 'seaworthy.yaml', '--profile', 'only'], {}, manifests);
      return blamed(found, 'require-resources');
    };
    expect(new Set(await judged())).to.deep.equal(new Set(['pod.yaml', 'template.yaml']));
    expect(await judged('--inject')).to.deep.equal([]);
  });

  it('sees a cluster too when it is asked to, and says what it may not see', async () => {
    const kept = {
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata: { name: 'web', namespace: 'shop' },
      spec: { maxUnavailable: 1, selector: { matchLabels: { app: 'web' } } },
    };
    const files = { 'web.yaml': deployment(', namespace: shop') };
    for (const forbidden of [[], ['poddisruptionbudgets']]) {
      const server = await startWorkloadCluster({ namespaces: {}, objects: [kept], forbidden });
      try {
        const kubeconfig = { 'config/kubeconfig': kubeconfigFor(server.address) };
        const { found, stderr } = await check({ ...files, ...kubeconfig }, [
          '--cluster',
          '--kubeconfig',
          'config/kubeconfig',
        ]);
        expect(blamed(found, BUDGET)).to.deep.equal([]);
        expect(stderr.includes('poddisruptionbudgets is unknown')).to.equal(forbidden.length > 0);
      } finally {
        await server.close();
      }
    }
    expect(blamed((await check(files)).found, BUDGET)).to.deep.equal(['web.yaml']);
  });

  it('names the command that mends with the version of the cluster, for which it judges', async () => {
    const server = await startWorkloadCluster({ namespaces: {}, objects: [] });
    try {
      const files = { 'web.yaml': deployment(', namespace: shop'), 'config/kubeconfig': kubeconfigFor(server.address) };
      await withFiles(files, async (cwd) => {
        const args = ['check', 'web.yaml', '--cluster', '--kubeconfig', 'config/kubeconfig'];
        expect((await seaworthy(args, { cwd })).stdout).to.match(/^seaworthy fix --kubernetes-version 1\.34 mends/m);
      });
    } finally {
      await server.close();
    }
  });

  it('refuses a cluster that nobody asked for, and exits 3 for one that does not answer', async () => {
    const files = { 'web.yaml': deployment('') };
    const unasked = await check(files, ['--context', 'live']);
    expect([unasked.code, unasked.stdout]).to.deep.equal([2, '']);
    expect(unasked.stderr).to.match(/need --cluster\n$/);
    const gone = { ...files, kubeconfig: kubeconfigFor('http://127.0.0.1:9') };
    expect((await check(gone, ['--cluster', '--kubeconfig', 'kubeconfig'])).code).to.equal(3);
    expect((await check(gone, ['--cluster', '--kubeconfig', 'nowhere'])).code).to.equal(2);
  });

  it('holds custom resources to the definitions among the inputs, whatever their order', async () => {
    const { found } = await check({ 'a-boat.yaml': boat, 'z-definition.yaml': definition });
    expect(found.filter(({ policy }) => policy === 'require-valid-schema')).to.have.length(1);
    expect(found[0]?.message).to.include('"lenght"');
    expect(found[0]?.source).to.include({ file: 'a-boat.yaml', line: 4 });
  });

  it('notes a kind without a schema, and refuses it when it is asked to', async () => {
    const lenient = await check({ 'boat.yaml': boat });
    expect([lenient.code, lenient.found.length]).to.deep.equal([0, 0]);
    expect(lenient.stderr).to.include('no schema of example.com/v1 Boat is known');
    const strict = await check({ 'boat.yaml': boat }, ['--strict-schemas']);
    expect([strict.code, blamed(strict.found, 'require-valid-schema')]).to.deep.equal([1, ['boat.yaml']]);
  });
});
