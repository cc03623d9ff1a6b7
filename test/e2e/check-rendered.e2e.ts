import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { expect } from 'chai';
import { helmBinary } from './harness/binaries.js';
import { runCommand, type Output } from './harness/run-command.js';
import { main } from './harness/seaworthy-command.js';

const pod = (name: string, image: string): string =>
  `apiVersion: v1\nkind: Pod\nmetadata:\n  name: ${name}\nspec:\n  containers:\n    - name: app\n      image: ${image}\n`;

const files: Readonly<Record<string, string>> = {
  'charts/web/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 0.1.0\n',
  'charts/web/values.yaml': 'image: nginx\nextra: false\n',
  'charts/web/templates/pod.yaml': `{{- /* A note. */}}\n${pod('{{ .Release.Name }}', '{{ .Values.image }}')}`,
  'charts/web/templates/extra.yaml': `{{- if .Values.extra }}\n${pod('extra', 'redis')}{{- end }}\n`,
  'charts/web/templates/tests/try.yaml': pod('try', 'busybox').replace(
    'metadata:\n',
    'metadata:\n  annotations: {helm.sh/hook: test}\n',
  ),
  'charts/broken/Chart.yaml':
    'apiVersion: v2\nname: broken\nversion: 0.1.0\ndependencies: [{name: db, version: 1.0.0, repository: "https://example.com"}]\n',
  'kustom/base/kustomization.yaml': 'resources: [pod.yaml]\n',
  'kustom/base/pod.yaml': pod('base', 'nginx'),
  'kustom/live/kustomization.yaml': 'resources: [../base]\nnamespace: live\nnamePrefix: live-\n',
  'kustom/wrong/kustomization.yaml': 'resources: [gone.yaml]\n',
  'more.yaml': 'extra: true\nimage: nginx:1.27.1\n',
};

interface Found {
  readonly policy: string;
  readonly object: { readonly name: string; readonly namespace?: string };
  readonly source: { readonly file: string; readonly document: number; readonly line: number };
}

describe('check of charts and kustomizations, with the real helm and kubectl', function () {
  this.timeout(120_000);
  let folder: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'seaworthy-rendered-'));
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), content);
    }
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });

  async function check(...args: readonly string[]): Promise<Output & { readonly images: readonly Found[] }> {
    const path = [dirname(helmBinary()), process.env['PATH']].join(delimiter);
    const env = { PATH: path, HOME: folder };
    const script = 'cd "$0" && exec "$@"';
    const command = [process.execPath, main, 'check', '--format', 'json', ...args];
    const output = await runCommand('sh', ['-c', script, folder, ...command], { env });
    const { findings } = JSON.parse(output.stdout) as { findings: readonly Found[] };
    return { ...output, images: findings.filter(({ policy }) => policy === 'require-pinned-images') };
  }

  it('renders a chart with its own values, and without its tests', async () => {
    const { code, images } = await check('charts/web');
    expect(code).to.equal(1);
    expect(images.map(({ object, source }) => [object.name, source.file, source.document, source.line])).to.deep.equal([
      ['web', 'charts/web/templates/pod.yaml', 0, 10],
    ]);
  });

  it('renders a chart with values, for a version and a namespace that are named', async () => {
    const args = ['--helm-values', 'more.yaml', '--kubernetes-version', '1.34', '--namespace', 'shop'];
    const { images } = await check('charts/web', ...args);
    expect(images.map(({ object, source }) => [object.name, source.file])).to.deep.equal([
      ['extra', 'charts/web/templates/extra.yaml'],
    ]);
  });

  it('builds overlays, and judges a base as a part of them', async () => {
    const { images, stderr } = await check('kustom/base', 'kustom/live');
    expect(images.map(({ object }) => object.name).sort()).to.deep.equal(['base', 'live-base']);
    const together = await check('kustom');
    expect(together.images.map(({ object }) => `${object.namespace ?? ''}/${object.name}`)).to.deep.equal([
      'live/live-base',
    ]);
    expect(together.images[0]?.source.file).to.equal('kustom/live/kustomization.yaml');
    expect(stderr).to.not.include('part of');
  });

  it('quotes what the tools complain of, one line for each folder, and judges the rest', async () => {
    const { code, stderr, images } = await check('.');
    expect(code).to.equal(2);
    expect(stderr).to.match(/^charts\/broken: helm: .*missing in charts\/ directory: db$/m);
    expect(stderr).to.match(/^kustom\/wrong: kubectl: .*gone\.yaml.*$/m);
    expect(images.map(({ object }) => object.name).sort()).to.deep.equal(['live-base', 'web']);
  });
});
