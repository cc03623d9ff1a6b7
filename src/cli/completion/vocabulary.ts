import type { Argument, Command, Option } from 'commander';

export interface Word {
  readonly text: string;
  readonly description: string;
}

/** What may stand at a place of the command line: one of some words, or the name of a file. */
export interface Offer {
  readonly words: readonly Word[];
  readonly files: boolean;
}

export interface Flag {
  /** As they are typed: -h, --help. */
  readonly names: readonly string[];
  readonly description: string;
  /** What may follow it; undefined for a flag that is followed by nothing. */
  readonly value: Offer | undefined;
}

/** What may follow a command, whose words are joined by blanks: '' is seaworthy itself, then check, config, config validate. */
export interface Place {
  readonly path: string;
  readonly flags: readonly Flag[];
  readonly offer: Offer;
}

/** The words that stand behind the placeholder of a flag or an argument, such as policy. */
export type Names = Readonly<Record<string, readonly string[]>>;

const nothing: Offer = { words: [], files: false };

/** Reads what can be typed from the commands themselves, so that no list of it is kept anywhere. */
export function vocabularyOf(program: Command, names: Names): readonly Place[] {
  const commands = program.createHelp().visibleCommands(program);
  return placesOf(program, '', { ...names, command: commands.map((command) => command.name()) });
}

function placesOf(command: Command, path: string, names: Names): readonly Place[] {
  const help = command.createHelp();
  const isRoot = path === '';
  // What `help` says about the commands below another, their --help says as well.
  const below = help.visibleCommands(command).filter((next) => isRoot || next.name() !== 'help');
  const words = below.map((next) => ({ text: next.name(), description: next.summary() || next.description() }));
  const [argument] = command.registeredArguments;
  const place: Place = {
    path,
    flags: help.visibleOptions(command).map((option) => flagOf(option, names)),
    offer: words.length > 0 ? { words, files: false } : offerOf(argument?.name(), argument, names),
  };
  const deeper = below.flatMap((next) => placesOf(next, isRoot ? next.name() : `${path} ${next.name()}`, names));
  return [place, ...deeper];
}

function flagOf(option: Option, names: Names): Flag {
  const [, placeholder] = /[<[]([\w-]+)/.exec(option.flags) ?? [];
  // The placeholder of --profile is a name like any other: the flag itself says whose.
  const kind = Object.hasOwn(names, option.attributeName()) ? option.attributeName() : placeholder;
  return {
    names: [option.short, option.long].filter((name) => name !== undefined),
    description: option.description,
    value: placeholder === undefined ? undefined : offerOf(kind, option, names),
  };
}

/** What arguments and values are called that are files. */
const FILES: readonly string[] = ['file', 'path', 'report'];

function offerOf(kind: string | undefined, { argChoices }: Pick<Argument, 'argChoices'> = {}, names: Names): Offer {
  if (kind === undefined) return nothing;
  const known = argChoices ?? (Object.hasOwn(names, kind) ? names[kind] : undefined);
  if (known !== undefined) return { words: known.map((text) => ({ text, description: '' })), files: false };
  return FILES.includes(kind) ? { words: [], files: true } : nothing;
}
