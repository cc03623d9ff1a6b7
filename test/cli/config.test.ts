import { expect } from 'chai';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommandLine } from './command-line.js';

describe('seaworthy config validate', function () {
  this.timeout(60_000);

  const folder = mkdtempSync(join(tmpdir(), 'seaworthy-validate-'));
  const file = join(folder, 'c.yaml');
  after(() => {
    rmSync(folder, { recursive: true });
  });

  it('says that a good file is valid', async () => {
    writeFileSync(
      file,
      `apiVersion: seaworthy.dev/v1
kind: Configuration
profiles: {strict: {policies: {require-scanned-images: {mode: enforce}}}}
images:
  receipts: [{path: /receipts, unsigned: true}]
`,
    );
    const { code, stdout, stderr } = await runCommandLine(['config', 'validate', file]);
    expect({ code, stdout, stderr }).to.deep.equal({ code: 0, stdout: `${file}: valid\n`, stderr: '' });
  });

  it('lists every problem of a bad one with its place', async () => {
    writeFileSync(
      file,
      `apiVersion: seaworthy.dev/v1
kind: Configuration
profiles:
  production: {policies: {require-probs: {}, require-scanned-images: {mode: enforce}}}
images:
  receipts: [{pat: /receipts}]
  keys: [{name: a, publicKey: nonsense, images: ["x/*"]}]
`,
    );
    const { code, stdout, stderr } = await runCommandLine(['config', 'validate', file]);
    expect({ code, stderr }).to.deep.equal({ code: 2, stderr: '' });
    expect(stdout.split('\n')).to.deep.equal([
      `${file}:4:27: profiles.production.policies.require-probs: unknown policy "require-probs"; did you mean "require-probes"?`,
      `${file}:6:14: images.receipts[0]: path is missing`,
      `${file}:6:15: images.receipts[0].pat: unknown key "pat"; did you mean "path"?`,
      `${file}:7:20: images.keys[0].publicKey: this is no PEM block of a public key (BEGIN PUBLIC KEY)`,
      '',
    ]);
  });

  it('reads standard input where it is asked to', async () => {
    const [head, bad] = ['apiVersion: seaworthy.dev/v1\nkind: Configuration\n', 'ceiling: deny\n'];
    const good = await runCommandLine(['config', 'validate', '-'], { input: head });
    expect(good).to.deep.equal({ code: 0, stdout: '-: valid\n', stderr: '' });
    const { code, stdout, stderr } = await runCommandLine(['config', 'validate', '-'], { input: head + bad });
    expect({ code, stderr }).to.deep.equal({ code: 2, stderr: '' });
    expect(stdout).to.match(/^-:3:1: ceiling: .*\n$/);
    expect(await runCommandLine(['config', 'validate', '-'])).to.include({
      code: 2,
      stdout: '-:1:1: the file is empty\n',
    });
  });

  it('says in one line that there is no file', async () => {
    const { code, stdout, stderr } = await runCommandLine(['config', 'validate', join(folder, 'none.yaml')]);
    expect({ code, stdout }).to.deep.equal({ code: 2, stdout: '' });
    expect(stderr).to.match(/^seaworthy: .*none\.yaml: the file cannot be read: no such file or folder\n$/);
  });

  it('asks for a file when none is named', async () => {
    const { code, stdout, stderr } = await runCommandLine(['config', 'validate']);
    expect({ code, stdout }).to.deep.equal({ code: 2, stdout: '' });
    expect(stderr).to.match(/^seaworthy: missing required argument 'file'; see config validate --help\n$/);
  });
});
