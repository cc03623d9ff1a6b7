import { Argument, Command } from 'commander';
import { policies } from '../../policies/index.js';
import { builtinProfiles } from '../config/profiles.js';
import { toBash } from './completion/bash.js';
import { toFish } from './completion/fish.js';
import { vocabularyOf } from './completion/vocabulary.js';
import type { Names, Place } from './completion/vocabulary.js';
import { toZsh } from './completion/zsh.js';
import { writeAll } from './output.js';

const scripts = { bash: toBash, zsh: toZsh, fish: toFish } as const satisfies Record<
  string,
  (places: readonly Place[]) => string
>;
type Shell = keyof typeof scripts;

const INSTALLING = `
Install it, once and after each new version; the next shell knows it:
  bash  seaworthy completion bash > ~/.seaworthy-completion && echo '. ~/.seaworthy-completion' >> ~/.bashrc
  zsh   seaworthy completion zsh > ~/.zfunc/_seaworthy      with, in ~/.zshrc: fpath=(~/.zfunc $fpath); autoload -U compinit; compinit
  fish  seaworthy completion fish > ~/.config/fish/completions/seaworthy.fish

Try it in this shell alone: source <(seaworthy completion bash)`;

/** What the placeholders of flags and arguments stand for. */
const names: Names = {
  policy: policies.map(({ meta }) => meta.id),
  profile: Object.keys(builtinProfiles),
};

/** Is handed how to load every command with its flags: a command line that is run loads only its own. */
export function completionCommand(loadProgram: () => Promise<Command>): Command {
  return new Command('completion')
    .description('Print a script that has a shell complete commands, flags, policies, profiles and files.')
    .addArgument(new Argument('<shell>', 'the shell that is to read the script').choices(Object.keys(scripts)))
    .addHelpText('after', INSTALLING)
    .action(async (shell: Shell) => {
      await writeAll(process.stdout, [scripts[shell](vocabularyOf(await loadProgram(), names))]);
    });
}
