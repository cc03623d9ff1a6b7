import { chmodSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { expect } from 'chai';
import { seaworthy, withFiles } from './seaworthy.js';
import type { Outcome } from './seaworthy.js';

/** A program that stands for a tool: it notes its arguments, a line each, and does what a script says. */
const standIn = (script: string): string => `#!/bin/sh\nprintf '%s\\n' "$0" "$@" >> "$CALLS"\n${script}\n`;

const pod = (name: string, extra = ''): string =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}, namespace: shop}\nspec:\n  containers:\n    - name: a\n      image: nginx\n${extra}`;

const chart = 'name: web\nversion: 0.1.0\napiVersion: v2\n';

interface Checked extends Outcome {
  /** The arguments of every call of a tool, its own path first. */
  readonly calls: readonly string[];
  readonly findings: readonly {
    readonly policy: string;
    readonly object: { readonly name: string };
    readonly source: { readonly file: string; readonly document: number; readonly line: number };
  }[];
}

/** Runs `check` with tools of our own on PATH, and with no others. */
async function check(
  files: Readonly<Record<string, string>>,
  tools: Readonly<Record<string, string>>,
  args: readonly string[] = ['k8s'],
): Promise<Checked> {
  const scripts = Object.entries(tools).map(([name, script]) => [`bin/${name}`, standIn(script)] as const);
  return withFiles({ ...files, ...Object.fromEntries(scripts), calls: '' }, async (cwd) => {
    for (const name of Object.keys(tools)) chmodSync(join(cwd, 'bin', name), 0o755);
    const env = { PATH: [join(cwd, 'bin'), '/usr/bin', '/bin'].join(delimiter), CALLS: join(cwd, 'calls') };
    const outcome = await seaworthy(['check', ...args, '--format', 'json'], { cwd, env });
    const calls = readFileSync(env.CALLS, 'utf8').split('\n').slice(0, -1);
    const { findings } = JSON.parse(outcome.stdout || '{"findings": []}') as Pick<Checked, 'findings'>;
    return { ...outcome, calls: calls.map((call) => call.replace(`${cwd}/`, '')), findings };
  });
}

const places = ({ findings }: Checked): readonly string[] => [
  ...new Set(findings.map(({ object, source }) => `${source.file} ${source.document} ${object.name}`)),
];

describe('seaworthy check of what has to be rendered', function () {
  this.timeout(60_000);

  it('has helm render a chart, and names the templates', async () => {
    const rendered = [
      `---\n# Source: web/templates/a.yaml\n${pod('one')}`,
      `---\n# Source: web/charts/db/templates/b.yaml\n${pod('two')}`,
      `---\n# Source: web/templates/a.yaml\n${pod('three')}`,
    ].join('');
    const checked = await check(
      { 'k8s/web/Chart.yaml': chart, 'k8s/web/templates/a.yaml': '{{ x }}', 'v.yaml': '' },
      { helm: `cat <<'END'\n${rendered}END` },
      ['k8s', '--helm-values', 'v.yaml', '--helm-values', 'w.yaml', '--kubernetes-version', '1.34'],
    );
    expect(checked.code).to.equal(1);
    expect(checked.calls).to.deep.equal([
      'bin/helm',
      ...['template', 'web', './k8s/web', '--skip-tests', '--include-crds', '--kube-version=1.34.0'],
      ...['--values=v.yaml', '--values=w.yaml'],
    ]);
    expect(places(checked)).to.have.members([
      'k8s/web/charts/db/templates/b.yaml 0 two',
      'k8s/web/templates/a.yaml 0 one',
      'k8s/web/templates/a.yaml 1 three',
    ]);
    const image = checked.findings.find((one) => one.object.name === 'three' && one.policy === 'require-pinned-images');
    // As `helm template --show-only templates/a.yaml` prints it: nine lines of the first Pod, and the ninth of the second.
    expect(image?.source.line).to.equal(18);
  });

  it('blames no object of a chart for the namespace that helm renders for when nobody says one', async () => {
    const template = (namespace: string, name: string): string =>
      `---\n# Source: web/templates/${name}.yaml\n${pod(name).replace(', namespace: shop', namespace)}`;
    const rendered = `${template(', namespace: default', 'one')}${template('', 'two')}${template(', namespace: shop', 'three')}`;
    const files = { 'k8s/web/Chart.yaml': chart, 'k8s/pod.yaml': pod('plain').replace('shop', 'default') };
    const blamed = async (...more: readonly string[]): Promise<readonly [readonly string[], string]> => {
      const { findings, stderr } = await check(files, { helm: `cat <<'END'\n${rendered}END` }, ['k8s', ...more]);
      const found = findings.filter(({ policy }) => policy === 'disallow-default-namespace');
      return [found.map(({ object }) => object.name), stderr];
    };
    const [names, stderr] = await blamed();
    expect(names).to.deep.equal(['plain']);
    expect(stderr).to.include(
      'seaworthy: of k8s/web/templates/one.yaml, k8s/web/templates/two.yaml the namespace was not judged: a chart goes wherever ' +
        'it is released to; --namespace NAME judges it for there\n',
    );
    const [blamedThere, silent] = await blamed('--namespace', 'default');
    expect(blamedThere).to.deep.equal(['plain', 'one', 'two']);
    expect(silent).not.to.include('the namespace was not judged');
    expect((await blamed('--namespace', 'shop'))[0]).to.deep.equal(['plain', 'one']);
  });

  describe('a chart that is rendered for no namespace in particular', () => {
    const helmFor = (...documents: readonly string[]): Readonly<Record<string, string>> => ({
      helm: `cat <<'END'\n${documents.map((text, index) => `---\n# Source: web/templates/${index}.yaml\n${text}`).join('')}END`,
    });
    const web = (namespace: string, name: string): string =>
      `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: ${name}${namespace}}\nspec:\n  replicas: 3\n` +
      `  selector: {matchLabels: {app: ${name}}}\n  template:\n    metadata: {labels: {app: ${name}}}\n` +
      '    spec: {containers: [{name: a, image: "nginx:1.29.4"}]}\n';
    const budget = (namespace: string, name: string): string =>
      `apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {name: ${name}${namespace}}\n` +
      `spec: {maxUnavailable: 1, selector: {matchLabels: {app: ${name}}}}\n`;
    const released = ', namespace: default';
    const unbudgeted = ({ findings }: Checked): readonly string[] =>
      findings.filter(({ policy }) => policy === 'require-pod-disruption-budget').map(({ object }) => object.name);

    it('is seen, and sees, wherever other inputs are', async () => {
      const files = { 'k8s/web/Chart.yaml': chart, 'k8s/budget.yaml': budget(', namespace: shop', 'one') };
      const ofChart = helmFor(web(released, 'one'), budget(released, 'plain'));
      const checked = await check({ ...files, 'k8s/web.yaml': web(', namespace: shop', 'plain') }, ofChart);
      expect(unbudgeted(checked)).to.deep.equal([]);
    });

    it('is one place, whether its templates name the namespace of the release or none', async () => {
      const ofChart = helmFor(
        ...[web(released, 'one'), budget('', 'one'), web('', 'two'), budget(released, 'two'), web('', 'three')],
        budget(', namespace: backups', 'other'),
      );
      expect(unbudgeted(await check({ 'k8s/web/Chart.yaml': chart }, ofChart))).to.deep.equal(['three']);
    });

    it('is spared by no exemption of the namespace default, and reported as it was rendered', async () => {
      const files = {
        'k8s/web/Chart.yaml': chart,
        'seaworthy.yaml': 'apiVersion: seaworthy.dev/v1\nkind: Configuration\nexempt: {namespaces: [default]}\n',
      };
      const args = ['k8s', '--config', 'seaworthy.yaml'];
      const { findings, stderr } = await check(files, helmFor(web(released, 'one')), args);
      expect(findings.map(({ object }) => object)[0]).to.include({ name: 'one', namespace: 'default' });
      expect(stderr).not.to.include('is exempt');
      const there = await check(files, helmFor(web(released, 'one')), [...args, '--namespace', 'default']);
      expect(there.findings).to.deep.equal([]);
      expect(there.stderr).to.include('1 object not judged: the namespace default is exempt');
    });
  });

  it('has kubectl build a kustomization, and none of the files that it names is judged alone', async () => {
    const checked = await check(
      {
        'k8s/kustomization.yaml':
          'resources: [a.yaml, more]\npatches: [{path: patches/p.yaml}]\ngenerators: [secrets.yaml]\n' +
          'configMapGenerator: [{name: c, files: [c.yaml=settings/c.yaml]}]\n',
        'k8s/a.yaml': pod('alone'),
        'k8s/patches/p.yaml': pod('patch'),
        'k8s/settings/c.yaml': pod('setting'),
        'k8s/secrets.yaml': 'apiVersion: a/v1\nkind: Generator\nfiles: [./secret.enc.yaml]\n',
        'k8s/secret.enc.yaml': pod('encrypted'),
        'k8s/more/kustomization.yaml': 'resources: [b.yaml]\n',
        'k8s/more/b.yaml': pod('part'),
      },
      { kubectl: `cat <<'END'\n${pod('built')}END` },
    );
    expect(checked.calls).to.deep.equal(['bin/kubectl', 'kustomize', './k8s']);
    expect(places(checked)).to.deep.equal(['k8s/kustomization.yaml 0 built']);
    expect(checked.stderr).to.not.include('error').and.to.not.include('passed over');
  });

  it('judges what lies below a kustomization and is no part of it, and says what it passes over', async () => {
    const files = {
      'k8s/kustomization.yaml': 'resources: [a.yaml]\n',
      'k8s/a.yaml': pod('alone'),
      'k8s/apps/web/x.yaml': `${pod('one')}---\n${pod('two')}`,
      'k8s/apps/web/values.yaml': 'replicas: 2\n',
      'k8s/apps/web/tmpl.yaml': 'a: {{ .Values.b }}\n',
      'k8s/apps/web/empty.yaml': '',
      'k8s/charts/web/Chart.yaml': chart,
      'other/kustomization.yaml': 'helmCharts: [{name: web}]\n',
      'other/charts/web/Chart.yaml': chart,
    };
    const tools = {
      kubectl: `cat <<'END'\n${pod('built')}END`,
      helm: `cat <<'END'\n---\n# Source: web/t.yaml\n${pod('chart')}END`,
    };
    const checked = await check(files, tools, ['k8s', 'other']);
    expect(places(checked)).to.have.members([
      'k8s/kustomization.yaml 0 built',
      'other/kustomization.yaml 0 built',
      'k8s/apps/web/x.yaml 0 one',
      'k8s/apps/web/x.yaml 1 two',
      'k8s/charts/web/t.yaml 0 chart',
    ]);
    expect(checked.stderr.split('\n').filter((line) => line.includes('passed over'))).to.deep.equal([
      'seaworthy: other/charts/web was passed over: it is a Helm chart of the kustomization other, which renders charts itself',
      'seaworthy: 2 files below the kustomization k8s were passed over, for no kustomization names them and they hold no ' +
        'Kubernetes object: apps/web/tmpl.yaml, apps/web/values.yaml',
    ]);
    expect(checked.code).to.equal(1);
  });

  it('judges the sound objects of a file that no kustomization names, and reports what is wrong beside them', async () => {
    const list = `{apiVersion: v1, kind: List, items: [{apiVersion: v1, kind: Pod, metadata: {name: listed}}, 7]}\n`;
    const files = {
      'k8s/kustomization.yaml': 'resources: [a.yaml]\n',
      'k8s/a.yaml': pod('alone'),
      'k8s/x/half.yaml': `${pod('half')}---\nfoo: bar\n---\na: [\n`,
      'k8s/x/list.yaml': list,
      'k8s/x/values.yaml': 'replicas: 2\n',
    };
    const checked = await check(files, { kubectl: `cat <<'END'\n${pod('built')}END` });
    expect(places(checked)).to.include.members(['k8s/kustomization.yaml 0 built', 'k8s/x/half.yaml 0 half']);
    expect(checked.code).to.equal(2);
    expect(checked.stderr)
      .to.match(/^k8s\/x\/half\.yaml:9:1: .*it has no apiVersion and no kind/m)
      .and.to.match(/^k8s\/x\/half\.yaml:1[12]:\d+: /m)
      .and.to.match(/^k8s\/x\/list\.yaml:1:\d+: .*this is no Kubernetes object/m)
      .and.to.include('1 file below the kustomization k8s was passed over')
      .and.to.match(/names it and it holds no Kubernetes object: x\/values\.yaml$/m);
  });

  it('judges overlays, and bases as a part of them unless they are named', async () => {
    const files = {
      'k8s/base/kustomization.yaml': 'resources: [a.yaml]\n',
      'k8s/base/a.yaml': pod('base'),
      'k8s/overlays/live/kustomization.yml': 'resources:\n  - ../../base\ncomponents: [../../extra]\n',
      'k8s/overlays/test/Kustomization': 'resources: [https://example.com/remote, ../../base]\n',
      'k8s/extra/kustomization.yaml': 'kind: Component\n',
      'k8s/other/kustomization.yaml': 'kind: Component\n',
      'k8s/plain.yaml': pod('plain'),
    };
    const tools = { kubectl: `cat <<'END'\n${pod('built')}END` };
    const all = await check(files, tools);
    expect(places(all)).to.have.members([
      'k8s/overlays/live/kustomization.yml 0 built',
      'k8s/overlays/test/Kustomization 0 built',
      'k8s/plain.yaml 0 plain',
    ]);
    expect(all.stderr).to.match(/k8s\/base is judged as a part of what is built upon it, such as k8s\/overlays\//);
    expect(all.stderr).to.match(/k8s\/other is judged as a part/);
    const named = await check(files, tools, ['k8s/base']);
    expect(places(named)).to.deep.equal(['k8s/base/kustomization.yaml 0 built']);
  });

  it('reports in one line what a tool complains of, and judges the rest', async () => {
    const checked = await check(
      { 'k8s/web/Chart.yaml': chart, 'k8s/plain.yaml': pod('plain'), 'k8s/kus/kustomization.yaml': '' },
      {
        helm: 'echo "Error: found in Chart.yaml, but missing in charts/ directory: db" >&2; exit 1',
        kubectl: 'echo "error: kustomization.yaml is empty" >&2; exit 1',
      },
    );
    expect(checked.code).to.equal(2);
    expect(places(checked)).to.deep.equal(['k8s/plain.yaml 0 plain']);
    expect(checked.stderr).to.match(/^k8s\/web: helm: found in Chart\.yaml, but missing in charts\/ directory: db$/m);
    expect(checked.stderr).to.match(/^k8s\/kus: kubectl: kustomization\.yaml is empty$/m);
  });

  it('says what to install where a tool is missing', async () => {
    await withFiles({ 'web/Chart.yaml': chart }, async (cwd) => {
      const { code, stderr } = await seaworthy(['check', 'web'], { cwd, env: { PATH: join(cwd, 'nowhere') } });
      expect(code).to.equal(2);
      expect(stderr).to.match(/^web: helm is not on PATH; install it \(https:\/\/helm\.sh/m);
    });
  });

  it('passes over what renders to nothing, such as a library chart', async () => {
    const files = { 'k8s/lib/Chart.yaml': `${chart}type: library\n`, 'k8s/web/Chart.yaml': chart };
    const { code, calls, stderr } = await check(files, { helm: 'true' });
    expect([code, calls.filter((call) => call === 'bin/helm').length]).to.deep.equal([0, 1]);
    expect(stderr)
      .to.match(/k8s\/lib renders to nothing/)
      .and.to.match(/k8s\/web renders to nothing/);
  });
});
