import { expect } from 'chai';
import { cruise } from 'dependency-cruiser';
import type { IConfiguration } from 'dependency-cruiser';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';

const { forbidden = [], options = {} } = createRequire(import.meta.url)('../.dependency-cruiser.cjs') as IConfiguration;

interface Breach {
  readonly rule: string;
  /** Each file with the modules that it imports; every file of ours among them is made too. */
  readonly files: Readonly<Record<string, readonly string[]>>;
}

const breaches: readonly Breach[] = [
  { rule: 'policies-know-only-what-a-policy-is', files: { 'policies/a.ts': ['../src/engine/inspect.js'] } },
  { rule: 'policies-know-only-what-a-policy-is', files: { 'policies/a.ts': ['node:fs'] } },
  { rule: 'policies-know-only-what-a-policy-is', files: { 'policies/a.ts': ['ajv'] } },
  { rule: 'the-list-knows-only-policies', files: { 'policies/index.ts': ['../src/engine/inspect.js'] } },
  { rule: 'the-list-is-handed-over', files: { 'src/engine/a.ts': ['../../policies/index.js'] } },
  { rule: 'policy-stands-alone', files: { 'src/policy/a.ts': ['../engine/inspect.js'] } },
  { rule: 'policy-stands-alone', files: { 'src/policy/a.ts': ['node:crypto'] } },
  { rule: 'engine-is-pure', files: { 'src/engine/a.ts': ['node:timers'] } },
  { rule: 'engine-is-pure', files: { 'src/engine/a.ts': ['pino'] } },
  { rule: 'engine-is-pure', files: { 'src/engine/a.ts': ['../cluster/list.js'] } },
  { rule: 'admission-meets-no-neighbour', files: { 'src/admission/a.ts': ['../cluster/list.js'] } },
  { rule: 'audit-meets-no-neighbour', files: { 'src/audit/a.ts': ['../report/text.js'] } },
  { rule: 'report-meets-no-neighbour', files: { 'src/report/a.ts': ['../audit/audit.js'] } },
  { rule: 'facts-meets-no-neighbour', files: { 'src/facts/a.ts': ['../config/load.js'] } },
  { rule: 'cluster-meets-no-neighbour', files: { 'src/cluster/a.ts': ['../facts/images.js'] } },
  { rule: 'config-meets-no-neighbour', files: { 'src/config/a.ts': ['../facts/images.js'] } },
  { rule: 'files-stand-alone', files: { 'src/files/a.ts': ['../config/load.js'] } },
  { rule: 'server-serves-admission', files: { 'src/server/a.ts': ['../engine/inspect.js'] } },
  { rule: 'certs-are-handed-their-cluster', files: { 'certs/a.ts': ['../src/cluster/list.js'] } },
  { rule: 'express-stays-in-server', files: { 'src/admission/a.ts': ['express'] } },
  ...['http', 'https', 'http2', 'tls', 'dns', 'dns/promises', 'dgram'].flatMap((network) => [
    { rule: 'http-has-two-users', files: { 'src/admission/a.ts': [`node:${network}`] } },
    { rule: 'http-has-two-users', files: { 'certs/issue.ts': [network] } },
  ]),
  ...['src/admission/a.ts', 'src/cli/a.ts', 'certs/a.ts'].map((file) => ({
    rule: 'sockets-have-two-users',
    files: { [file]: ['node:net'] },
  })),
  { rule: 'the-process-is-not-imported', files: { 'src/server/a.ts': ['node:process'] } },
  { rule: 'client-node-stays-in-cluster', files: { 'src/audit/a.ts': ['@kubernetes/client-node'] } },
  { rule: 'nothing-imports-the-root', files: { 'src/report/a.ts': ['../cli/main.js'] } },
  { rule: 'no-cycles', files: { 'src/policy/a.ts': ['./b.js'], 'src/policy/b.ts': ['./a.js'] } },
  { rule: 'no-orphans', files: { 'src/policy/a.ts': [] } },
  { rule: 'names-say-something', files: { 'src/policy/a.ts': ['./utils.js'] } },
  { rule: 'shipped-code-uses-shipped-packages', files: { 'src/cli/a.ts': ['chai'] } },
  { rule: 'tests-stay-out', files: { 'src/cli/a.ts': ['../../test/b.js'] } },
];

/** Makes a small tree and gives the names of the rules that it breaks. */
async function rulesBrokenBy(files: Breach['files']): Promise<readonly string[]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'seaworthy-fences-'));
  try {
    await symlink(path.resolve('node_modules'), path.join(folder, 'node_modules'));
    await writeFile(
      path.join(folder, 'package.json'),
      '{"type":"module","dependencies":{"ajv":"8"},"devDependencies":{"chai":"6"}}',
    );
    await Promise.all([...treeOf(files)].map(([file, text]) => write(folder, file, text)));
    const { output } = await cruise(['.'], {
      ...options,
      baseDir: folder,
      ruleSet: { forbidden },
      validate: true,
      exclude: { path: '^node_modules' },
    });
    if (typeof output === 'string') throw new Error(output);
    return output.summary.violations.map(({ rule }) => rule.name);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** The text of every file: those named, and those of ours that they import. */
function treeOf(files: Breach['files']): ReadonlyMap<string, string> {
  const tree = new Map<string, string>();
  for (const [file, imports] of Object.entries(files)) {
    for (const imported of imports.filter((name) => name.startsWith('.'))) {
      tree.set(path.join(path.dirname(file), imported.replace(/\.js$/, '.ts')), 'export const thing = 1;\n');
    }
  }
  for (const [file, imports] of Object.entries(files)) {
    tree.set(file, imports.map((name) => `import '${name}';\n`).join('') || 'export const alone = 1;\n');
  }
  return tree;
}

async function write(folder: string, file: string, text: string): Promise<void> {
  await mkdir(path.join(folder, path.dirname(file)), { recursive: true });
  await writeFile(path.join(folder, file), text);
}

describe('the fences between the rooms', () => {
  for (const { rule, files } of breaches) {
    const [file = '', imports = []] = Object.entries(files)[0] ?? [];
    it(`${rule}: ${file} may not import ${imports.join(', ') || 'nothing and be imported by nobody'}`, async () => {
      expect(await rulesBrokenBy(files)).to.include(rule);
    });
  }

  it('lets a tree pass that keeps to them', async () => {
    const good = {
      'src/cli/main.ts': ['../engine/inspect.js', '../../policies/index.js'],
      'policies/index.ts': ['../src/policy/policy.js'],
      'src/server/app.ts': ['node:https', 'node:tls', 'node:net', '../admission/a.js'],
      'src/cluster/connect.ts': ['node:https', 'node:net', '../engine/inspect.js'],
      'certs/issue.ts': ['node:net', './a.js'],
    };
    expect(await rulesBrokenBy(good)).to.deep.equal([]);
  });

  it('are each broken once here', () => {
    const names = forbidden.map(({ name }) => name);
    expect(new Set(breaches.map(({ rule }) => rule))).to.deep.equal(new Set(names));
  });
});
