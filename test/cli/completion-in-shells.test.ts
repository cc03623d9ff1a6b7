import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { expect } from 'chai';
import { runCommand } from '../e2e/harness/run-command.js';
import { seaworthy } from './seaworthy.js';

const isInstalled = (shell: string): boolean =>
  (process.env['PATH'] ?? '').split(delimiter).some((folder) => existsSync(join(folder, shell)));

/** What is typed before the tab key, and the line that it becomes. */
const lines: readonly (readonly [string, string])[] = [
  ['seaworthy exp', 'seaworthy explain'],
  ['seaworthy check --form', 'seaworthy check --format'],
  ['seaworthy check --format=sar', 'seaworthy check --format=sarif'],
  ['seaworthy check --profile st', 'seaworthy check --profile strict'],
  ['seaworthy check --inject only', 'seaworthy check --inject only.yaml'],
  ['seaworthy config val', 'seaworthy config validate'],
  ['seaworthy explain require-probes require-sca', 'seaworthy explain require-probes require-scanned-images'],
];

describe('completion in the shells that are installed', function () {
  this.timeout(120_000);
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'seaworthy-completion-'));
    await writeFile(join(folder, 'only.yaml'), '');
  });
  after(() => rm(folder, { recursive: true }));

  /** Writes the script of a shell, has the shell read it for mistakes, and gives its place. */
  async function scriptFor(shell: string): Promise<string> {
    const file = join(folder, shell);
    await writeFile(file, (await seaworthy(['completion', shell])).stdout);
    expect(await runCommand(shell, ['-n', file])).to.deep.equal({ code: 0, stdout: '', stderr: '' });
    return file;
  }

  if (isInstalled('zsh')) {
    it('completes what is typed at a terminal of zsh', async () => {
      // Each line is typed, completed, and printed in its place: control A and E go to its begin and end.
      const typed = lines.map(([line]) => String.raw`zpty -w shell $'${line}\t\C-aprint -r -- completed: \C-e'`);
      const program = [
        'zmodload zsh/zpty',
        'zpty shell zsh -f -i',
        `zpty -w shell 'cd ${folder}; PS1=; autoload -U compinit; compinit -u -D; bindkey -e; . ./zsh'`,
        ...typed,
        'zpty -w shell exit',
        'while zpty -r shell line; do print -r -- $line; done',
      ];
      await scriptFor('zsh');
      const { stdout } = await runCommand('zsh', ['-f', '-c', program.join('\n')]);
      const completed = [...stdout.matchAll(/^completed: (.*?)\s*$/gm)].map(([, line]) => line);
      expect(completed).to.deep.equal(lines.map(([, line]) => line));
    });
  }

  if (isInstalled('fish')) {
    it('offers in fish what is typed, and says what it means', async () => {
      const file = await scriptFor('fish');
      const ask = lines.map(([line]) => `complete -C '${line}'; echo end`).join('; ');
      const { stdout } = await runCommand('fish', ['-N', '-c', `cd ${folder}; source ${file}; ${ask}`]);
      const offers = stdout.split('end\n').slice(0, -1);
      expect(offers.map((offer) => offer.split(/[\t\n]/, 1).join())).to.deep.equal(
        lines.map(([, line]) => line.split(' ').at(-1)),
      );
      expect(offers[0]).to.match(/^explain\t[a-z].*\n$/);
    });
  }
});
