import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from './clone.js';
import type { Output } from './e2e/harness/run-command.js';

export const readme = join(repository, 'README.md');

interface Example {
  /** The lines of one `sh` block, each a whole command. */
  readonly commands: readonly string[];
  /** What the block of text after it shows, up to the next heading. */
  readonly shown: string | undefined;
}

/** The examples of the README, in order. */
function examples(): readonly Example[] {
  const text = readFileSync(readme, 'utf8');
  return text
    .split('```sh\n')
    .slice(1)
    .map((rest) => {
      const [block = '', after = ''] = rest.split('```\n', 2);
      const commands = block.replaceAll('\\\n', ' ').trim().split('\n');
      const section = rest.slice(block.length + 4).split('```sh\n')[0] ?? after;
      const shown = /```text\n([\s\S]*?)```/.exec(section.split('\n## ')[0] ?? '')?.[1];
      return { commands, shown };
    });
}

/** What a span of code in a sentence begins with when it is a command; a name alone, such as npx seaworthy, is none. */
const beginsCommand = /^(?:npm|seaworthy|npx seaworthy|kubectl|helm|curl|git) /;

/** The commands that stand in a sentence, outside of the examples. */
export function mentions(): readonly string[] {
  const sentences = readFileSync(readme, 'utf8').replaceAll(/^```[\s\S]*?^```$/gm, '');
  const spans = [...sentences.matchAll(/`([^`]+)`/g)].map(([, span = '']) => span.replaceAll(/\s+/g, ' '));
  return spans.filter((span) => beginsCommand.test(span));
}

export function exampleOf(command: string): Example {
  const found = examples().find(({ commands }) => commands.some((line) => line.startsWith(command)));
  if (found === undefined) throw new Error(`the README has no command ${command}`);
  return found;
}

/** What .ci/run runs itself, or what `npm run check` does, so that nothing is run twice. */
const partOfTheGate: readonly string[] = ['npm ci', 'npm test', 'npm run check', 'npm run e2e'];

/** A command that the end-to-end tests run, because it asks a cluster or is not there without Go; `npm test` runs all others. */
export const needsCluster = (line: string): boolean => /^(?:kubectl|helm|npx seaworthy audit) /.test(line);

/** Follows the README with a shell, and knows what it has not run yet. */
export function createReader(paste: (line: string, env?: NodeJS.ProcessEnv) => Promise<Output>) {
  const run = new Set(partOfTheGate);
  /** Runs every command of the block that has one that starts with these words, and gives what the last one said. */
  const follow = async (command: string, env?: NodeJS.ProcessEnv, change = (line: string) => line): Promise<Output> => {
    let last: Output = { code: 0, stdout: '', stderr: '' };
    for (const line of exampleOf(command).commands) {
      if (partOfTheGate.includes(line)) continue;
      run.add(line);
      last = await paste(change(line), env);
      if (last.code > 1) throw new Error(`${line}: exit ${last.code}\n${last.stderr}`);
    }
    return last;
  };
  return {
    follow,
    /** Says that a command is run by other means than `follow`. */
    runs: (line: string) => run.add(line),
    notRun: (): readonly string[] =>
      [...examples().flatMap(({ commands }) => commands), ...mentions()].filter((line) => !run.has(line)),
  };
}
