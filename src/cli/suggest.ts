import type { Command } from 'commander';
import { didYouMean } from '../engine/nearest.js';

/** Commander's complaint about a name that does not exist. */
const UNKNOWN = /^unknown (?<what>command|option) '(?<name>.*)'$/s;

/** The same about a word that is none of a few. */
const NO_CHOICE = /'(?<name>[^']*)' is invalid.*Allowed choices are (?<choices>.*?)\.?$/s;

/** The same about the number of arguments. */
const MISCOUNT = /^(?:missing required|too many) argument/;

/** What to append to a complaint of a command: the nearest right name, or else where to find what is right. Nothing if it says that itself. */
export function suggestionFor(complaint: string, command: Command): string {
  if (MISCOUNT.test(complaint)) return helpHint(command);
  const { what, name = '' } = UNKNOWN.exec(complaint)?.groups ?? {};
  if (what === undefined) return choiceHint(complaint);
  return what === 'command' ? commandHint(name, command) : flagHint(name, command);
}

function choiceHint(complaint: string): string {
  const { name = '', choices } = NO_CHOICE.exec(complaint)?.groups ?? {};
  return choices === undefined ? '' : didYouMean(name, choices.split(', '));
}

/** For a wrong name of what a command has below it. */
export function commandHint(name: string, command: Command): string {
  const names = command.commands.map((one) => one.name());
  // A flag of the top is asked for as a command by those whose other tools have it so: version.
  const found = didYouMean(name, [...names, ...termsOf(command), ...(command.parent === null ? flagsOf(command) : [])]);
  const there = names.map((one) => [...pathOf(command), one].join(' '));
  return found || `; there ${there.length === 1 ? 'is' : 'are'} ${there.join(', ')}`;
}

/** The words with which a command is called; none for the top. */
function pathOf(command: Command): readonly string[] {
  return command.parent === null ? [] : [...pathOf(command.parent), command.name()];
}

/** The commands as the help shows them, without their arguments: config validate is one, of which config does not know yet. */
function termsOf(command: Command): readonly string[] {
  const help = command.createHelp();
  return command.commands.map((one) => help.subcommandTerm(one).replace(/ [^a-z].*$/, ''));
}

/** For a wrong flag, to which its value may be tied: --profil=strict. */
function flagHint(flag: string, command: Command): string {
  const [name = ''] = flag.split('=', 1);
  return didYouMean(name, flagsOf(command)) || helpHint(command);
}

function helpHint(command: Command): string {
  return `; see ${pathOf(command).join(' ') || command.name()} --help`;
}

/** The flags of a command, and of those above it, which hold below as well. */
function flagsOf(command: Command): readonly string[] {
  const own = command
    .createHelp()
    .visibleOptions(command)
    .flatMap(({ long }) => long ?? []);
  return command.parent === null ? own : [...own, ...flagsOf(command.parent)];
}
