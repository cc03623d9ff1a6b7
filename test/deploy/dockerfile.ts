import { readFileSync } from 'node:fs';

/** One instruction of a Dockerfile: its word, and its argument as it is written, continued lines joined. */
export interface Instruction {
  readonly word: string;
  readonly argument: string;
}

export interface Stage {
  /** The name after AS; the last stage needs none. */
  readonly name: string | undefined;
  readonly instructions: readonly Instruction[];
}

const repository = new URL('../../', import.meta.url);

/** The stages of the Dockerfile in their order. What stands before the first FROM is left out: it is about the base image alone. */
export function readStages(): Stage[] {
  const text = readFileSync(new URL('Dockerfile', repository), 'utf8')
    .replace(/^\s*#.*\n/gm, '')
    .replace(/\\\n/g, ' ');
  const stages: { name: string | undefined; instructions: Instruction[] }[] = [];
  for (const line of text.split('\n').filter((one) => one.trim() !== '')) {
    const [word = '', ...rest] = line.trim().split(/\s+/);
    if (word === 'FROM') stages.push({ name: /\sAS\s+(\S+)/.exec(line)?.[1], instructions: [] });
    else stages.at(-1)?.instructions.push({ word, argument: rest.join(' ') });
  }
  return stages;
}

/** The stage that becomes the image. */
export function finalStage(): Stage {
  const stage = readStages().at(-1);
  if (stage === undefined) throw new Error('the Dockerfile has no stage');
  return stage;
}

/** The arguments of an instruction of a stage, in their order. */
export function argumentsOf(stage: Stage, word: string): string[] {
  return stage.instructions.filter((instruction) => instruction.word === word).map(({ argument }) => argument);
}

/** The words of an exec form; a shell form fails. */
export function execForm(argument: string | undefined): string[] {
  const words: unknown = JSON.parse(argument ?? '');
  if (!Array.isArray(words)) throw new Error(`not an exec form: ${argument ?? ''}`);
  return words.map(String);
}

/** What a COPY takes and where to; `from` is the stage it takes it from, or undefined for the build context. */
export function copyOf(argument: string): {
  readonly from: string | undefined;
  readonly sources: string[];
  readonly target: string;
} {
  const words = argument.split(' ');
  const from = words[0]?.startsWith('--from=') === true ? words.shift()?.slice('--from='.length) : undefined;
  const target = words.pop() ?? '';
  return { from, sources: words, target };
}

/** The names that .dockerignore lets into the build context; all others are kept out by its first line. */
export function buildContext(): string[] {
  const lines = readFileSync(new URL('.dockerignore', repository), 'utf8').split('\n');
  const [first, ...rest] = lines.filter((line) => line !== '' && !line.startsWith('#'));
  if (first !== '*') throw new Error('.dockerignore must begin by ignoring everything');
  return rest.map((line) => line.replace(/^!/, ''));
}
