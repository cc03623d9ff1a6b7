import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { parse } from 'yaml';
import { seaworthy, withFiles } from '../cli/seaworthy.js';

/** The keys of a hook and their types: https://pre-commit.com/#creating-new-hooks */
const keys: Readonly<Record<string, string>> = {
  id: 'string',
  name: 'string',
  entry: 'string',
  language: 'string',
  description: 'string',
  files: 'string',
  exclude: 'string',
  types: 'object',
  types_or: 'object',
  args: 'object',
  stages: 'object',
  pass_filenames: 'boolean',
  require_serial: 'boolean',
  always_run: 'boolean',
  verbose: 'boolean',
  minimum_pre_commit_version: 'string',
};

interface Hook {
  readonly id: string;
  readonly entry: string;
  readonly language: string;
  readonly types_or: readonly string[];
}

describe('the hook for pre-commit', function () {
  this.timeout(60_000);
  const hooks = parse(readFileSync('.pre-commit-hooks.yaml', 'utf8')) as readonly Hook[];
  const [hook] = hooks;

  it('is written as pre-commit reads it', () => {
    expect(hooks.map(({ id }) => id)).to.deep.equal(['seaworthy-check']);
    for (const [key, value] of Object.entries(hook ?? {})) expect(typeof value, key).to.equal(keys[key]);
    expect(hook).to.include.keys('id', 'name', 'entry', 'language');
    expect(hook).to.deep.include({ language: 'node', types_or: ['yaml', 'json'] });
  });

  it('runs a command of this package, which says what is wrong with the files of a commit', async () => {
    const { bin } = JSON.parse(readFileSync('package.json', 'utf8')) as {
      readonly bin: Readonly<Record<string, string>>;
    };
    const [command = '', ...args] = hook?.entry.split(' ') ?? [];
    expect(bin).to.have.property(command);
    const bad = 'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: a, image: nginx}]}\n';
    await withFiles(
      { 'a.yaml': bad, 'b.json': '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"b"}}' },
      async (cwd) => {
        const { code, stdout } = await seaworthy([...args, 'a.yaml', 'b.json'], { cwd });
        expect(code).to.equal(1);
        expect(stdout)
          .to.match(/^a\.yaml$/m)
          .and.to.include('2 objects judged');
      },
    );
  });
});
