import { buffer } from 'node:stream/consumers';
import { Command } from 'commander';
import { describeProblem, loadConfiguration, readConfiguration } from '../config/load.js';
import type { LoadedConfiguration } from '../config/load.js';
import { configurationParts } from './configuration.js';
import { Failure, exitCodes } from './failure.js';
import { writeAll } from './output.js';

export function configCommand(): Command {
  const command = new Command('config').description('Look after the configuration file.');
  command
    .command('validate')
    .description('Find everything that is wrong with a configuration file, with file:line:column.')
    .argument('<file>', 'the configuration file, or - for standard input')
    .addHelpText('after', '\nExit codes: 0 the file is valid, 2 it is not, or cannot be read.')
    .action(async (file: string) => {
      process.exitCode = await validate(file);
    });
  return command;
}

/** Reads the file, or standard input, whose problems are told as those of `-`. */
async function load(file: string): Promise<LoadedConfiguration> {
  if (file !== '-') return loadConfiguration(file, configurationParts);
  const content = await buffer(process.stdin);
  return { ...readConfiguration(content, file, configurationParts), content };
}

/** Prints the problems, which are the report of this command, and gives the exit code. */
async function validate(file: string): Promise<number> {
  const loaded = await load(file);
  if (loaded.ok) {
    await writeAll(process.stdout, [`${file}: valid\n`]);
    return exitCodes.clean;
  }
  const lines = loaded.problems.map(describeProblem);
  if (loaded.content === undefined) throw new Failure(lines.join('\n'));
  await writeAll(
    process.stdout,
    lines.map((line) => `${line}\n`),
  );
  return exitCodes.usage;
}
