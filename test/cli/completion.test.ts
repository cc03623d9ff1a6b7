import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { policies } from '../../policies/index.js';
import { formats } from '../../src/report/format.js';
import { seaworthy, withFiles } from './seaworthy.js';

/** Has bash load the script, complete the last of some words as after a press of the tab key, and print what it offers. */
const PRESS_TAB = `
eval "$SCRIPT"
COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
"$(complete -p seaworthy | sed 's/.*-F \\([^ ]*\\).*/\\1/')"
printf '%s\\n' "\${COMPREPLY[@]}"`;

describe('seaworthy completion', function () {
  this.timeout(60_000);
  let script: string;
  before(async () => {
    const { code, stdout, stderr } = await seaworthy(['completion', 'bash']);
    expect({ code, stderr }).to.deep.equal({ code: 0, stderr: '' });
    script = stdout;
  });

  async function offered(words: readonly string[], cwd = process.cwd()): Promise<readonly string[]> {
    const args = ['--norc', '-c', PRESS_TAB, 'bash', 'seaworthy', ...words];
    const env = { PATH: process.env['PATH'], SCRIPT: script };
    const { stdout, stderr } = await promisify(execFile)('bash', args, { cwd, env });
    expect(stderr).to.equal('');
    return stdout.split('\n').filter((line) => line !== '');
  }

  async function helpOf(...command: readonly string[]): Promise<string> {
    return (await seaworthy([...command, '--help'])).stdout;
  }

  it('offers every command that the help lists', async () => {
    const [, listed = ''] = (await helpOf()).split('\nCommands:\n');
    const commands = [...listed.matchAll(/^ {2}(\w+)/gm)].map(([, name]) => name);
    expect(commands).to.include.members(['serve', 'check', 'completion']);
    expect(await offered([''])).to.have.members(commands);
    expect(await offered(['help', ''])).to.have.members(commands);
    expect(await offered(['expl'])).to.deep.equal(['explain']);
  });

  for (const command of [['check'], ['serve'], ['audit'], ['certs', 'ensure']]) {
    it(`offers every flag that the help of ${command.join(' ')} lists`, async () => {
      const flags = [...(await helpOf(...command)).matchAll(/^ {2}(-[a-zA-Z])?(?:, )?(--[\w-]+)?/gm)];
      const listed = flags.flatMap(([, short = '', long = '']) => [short, long]).filter((name) => name !== '');
      expect(listed).to.include('--help');
      expect(await offered([...command, '-'])).to.have.members(listed);
    });
  }

  it('offers the policies where one is wanted, also the second time', async () => {
    const ids = policies.map(({ meta }) => meta.id);
    expect(await offered(['explain', ''])).to.have.members(ids);
    expect(await offered(['explain', 'require-probes', 'require-scan'])).to.deep.equal(['require-scanned-images']);
  });

  it('offers what may follow a flag, with a blank or with a sign between', async () => {
    expect(await offered(['check', '--profile', ''])).to.deep.equal(['baseline', 'production', 'strict']);
    expect(await offered(['check', '--profile', '=', 'st'])).to.deep.equal(['strict']);
    expect(await offered(['check', '--format', '='])).to.have.members(formats);
    expect(await offered(['serve', '--log-level', 'f'])).to.deep.equal(['fatal']);
    expect(await offered(['check', '--max-findings', ''])).to.deep.equal([]);
  });

  it('offers what is below a command', async () => {
    expect(await offered(['config', ''])).to.deep.equal(['validate']);
    expect(await offered(['completion', ''])).to.have.members(['bash', 'zsh', 'fish']);
  });

  it('offers files, those with a blank among them, where they are wanted and nowhere else', async () => {
    await withFiles({ 'a b.yaml': '', 'apps/web.yaml': '', 'strict.yaml': '' }, async (cwd) => {
      expect(await offered(['check', 'a'], cwd)).to.have.members(['a b.yaml', 'apps']);
      expect(await offered(['check', '--inject', 'apps/'], cwd)).to.deep.equal(['apps/web.yaml']);
      expect(await offered(['serve', '--config', 'st'], cwd)).to.deep.equal(['strict.yaml']);
      expect(await offered(['config', 'validate', 'st'], cwd)).to.deep.equal(['strict.yaml']);
      expect(await offered(['check', '--profile', 'st'], cwd)).to.deep.equal(['strict']);
      expect(await offered(['receipt', 'st'], cwd)).to.deep.equal(['strict.yaml']);
      expect(await offered(['serve', ''], cwd)).to.deep.equal([]);
    });
  });

  it('refuses a shell that it does not know', async () => {
    const { code, stdout, stderr } = await seaworthy(['completion', 'tcsh']);
    expect({ code, stdout }).to.deep.equal({ code: 2, stdout: '' });
    expect(stderr).to.match(/^seaworthy: .*'tcsh'.* Allowed choices are bash, zsh, fish\.\n$/);
  });
});
