import { execFileSync } from 'node:child_process';
import { readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { seaworthy, withFiles } from './seaworthy.js';

const pod = 'kind: Pod\napiVersion: v1\nmetadata: {name: a}\nspec: {hostPID: true, containers: []}\n';
const mended = pod.replace('true', 'false');
const args = ['fix', '--dry-run', '--policy', 'disallow-host-namespaces'];

interface Case {
  /** Where links lead, by their names in the folder that the command runs in. */
  readonly links: Readonly<Record<string, string>>;
  readonly paths: readonly string[];
  /** What the diff mends. */
  readonly files: readonly string[];
  readonly isForRoot: boolean;
}

const within = ['work/a.yaml', 'work/k8s/web.yaml'];

const cases: Readonly<Record<string, Case>> = {
  'a link below a named folder to a file elsewhere': {
    links: { 'k8s/b.yaml': '../../beside/b.yaml' },
    paths: ['.'],
    files: ['beside/b.yaml', ...within],
    isForRoot: true,
  },
  'a link below a named folder to a folder elsewhere': {
    links: { 'k8s/linked': '../../beside' },
    paths: ['a.yaml', 'k8s'],
    files: ['beside/b.yaml', ...within],
    isForRoot: true,
  },
  'links that lead nowhere, to a parent, to what is found anyway, and to what is no manifest': {
    links: {
      'k8s/none.yaml': 'none',
      'k8s/up': '..',
      'k8s/twice.yaml': 'web.yaml',
      'k8s/notes.txt': '../../beside/b.yaml',
    },
    paths: ['k8s', 'a.yaml'],
    files: within,
    isForRoot: false,
  },
};

describe('the diff of seaworthy fix', () => {
  for (const [name, { links, paths, files, isForRoot }] of Object.entries(cases)) {
    it(`can be applied as a whole, in ${isForRoot ? 'the root folder' : 'this folder'}: ${name}`, async () => {
      await withFiles({ 'work/a.yaml': pod, 'work/k8s/web.yaml': pod, 'beside/b.yaml': pod }, async (root) => {
        const cwd = join(root, 'work');
        for (const [link, target] of Object.entries(links)) symlinkSync(target, join(cwd, link));
        const { stdout } = await seaworthy([...args, ...paths], { cwd });
        const folder = isForRoot ? '/' : cwd;
        execFileSync('git', ['apply', '--check'], { cwd: folder, input: stdout });
        execFileSync('patch', ['-p1'], { cwd: folder, input: stdout });
        expect(stdout.match(/^--- /gm)).to.have.length(files.length);
        for (const file of files) expect(readFileSync(join(root, file), 'utf8'), file).to.equal(mended);
      });
    });
  }
});
