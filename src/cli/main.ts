#!/usr/bin/env node
import { Command, CommanderError } from 'commander';
import { Failure, exitCodes } from './failure.js';
import { note } from './output.js';
import { packageVersion } from './package-root.js';
import { commandHint, suggestionFor } from './suggest.js';

interface Entry {
  /** The command with its arguments, as the help shows it. */
  readonly term: string;
  readonly summary: string;
  /** Loads the command with all that it needs: the one that was asked for is the only one loaded. */
  readonly load: () => Promise<Command>;
}

const commands: Readonly<Record<string, Entry>> = {
  serve: {
    term: 'serve',
    summary: 'serve the admission webhook',
    load: async () => (await import('./serve.js')).serveCommand(),
  },
  check: {
    term: 'check PATH...',
    summary: 'judge manifests: files, folders, or - for standard input',
    load: async () => (await import('./check.js')).checkCommand(),
  },
  fix: {
    term: 'fix PATH...',
    summary: 'write the fixes of findings into manifests',
    load: async () => (await import('./fix.js')).fixCommand(),
  },
  audit: {
    term: 'audit',
    summary: 'judge what runs in a cluster',
    load: async () => (await import('./audit.js')).auditCommand(),
  },
  policies: {
    term: 'policies',
    summary: 'list the policies, and what each profile makes of them',
    load: async () => (await import('./policies.js')).policiesCommand(),
  },
  explain: {
    term: 'explain POLICY...',
    summary: 'say why a policy exists and how to satisfy it',
    load: async () => (await import('./explain.js')).explainCommand(),
  },
  receipt: {
    term: 'receipt',
    summary: 'make a record of an image scan, which require-scanned-images accepts',
    load: async () => (await import('./receipt.js')).receiptCommand(),
  },
  config: {
    term: 'config validate FILE',
    summary: 'find everything that is wrong with a configuration file',
    load: async () => (await import('./config.js')).configCommand(),
  },
  certs: {
    term: 'certs ensure',
    summary: "issue or renew the webhook's certificates in a cluster",
    load: async () => (await import('./certs.js')).certsCommand(),
  },
  completion: {
    term: 'completion SHELL',
    summary: 'print a script with which bash, zsh or fish completes what you type',
    load: async () => (await import('./completion.js')).completionCommand(() => createProgram(Object.keys(commands))),
  },
};

const epilogue = `
Try it: seaworthy check k8s/
Exit codes: 0 nothing wrong, 1 findings that would be denied, 2 bad usage or unreadable input, 3 no cluster to read`;

/** Knows every command by name, and those that are wanted by heart. */
async function createProgram(wanted: readonly string[]): Promise<Command> {
  const program = new Command('seaworthy')
    .description('Lets a workload into a namespace only when it is fit for production, and says how to make it fit.')
    .version(packageVersion(), '-V, --version', 'print the version')
    .configureHelp({ subcommandTerm: (command) => commands[command.name()]?.term ?? command.name() })
    .addHelpText('after', epilogue);
  for (const [name, { summary, load }] of Object.entries(commands)) {
    program.addCommand((wanted.includes(name) ? await load() : new Command(name)).summary(summary));
  }
  program.hook('preSubcommand', ({ args }, command) => {
    const below = command.commands.map((subcommand) => subcommand.name()).join(', ');
    if (below === '' || args.length > 1) return;
    const name = command.name();
    throw new Failure(`${name} needs a subcommand: ${below}; see ${name} --help`);
  });
  prepare(program);
  return program;
}

/** Has a command and those below it complain in one line, and leave the end of the process to `main`. */
function prepare(command: Command): void {
  command
    .exitOverride()
    .showSuggestionAfterError(false)
    .configureOutput({
      outputError: (text) => {
        const complaint = text.trim().replace(/^error: /, '');
        const hint = suggestionFor(complaint, command);
        note(hint === '' ? complaint : complaint.replace(/\.$/, '') + hint);
      },
    });
  command.helpOption('-h, --help', 'print this help');
  if (command.commands.length > 0) command.helpCommand('help [command]', 'print the help of a command');
  command.commands.forEach(prepare);
}

/** What names lead to. Behind `help`, Commander looks at the first one alone, and complains about none. */
function commandAt([name, ...others]: readonly string[], from: Command): Command {
  if (name === undefined || name === 'help' || from.commands.length === 0) return from;
  const found = from.commands.find((command) => command.name() === name);
  if (found === undefined) throw new Failure(`unknown command '${name}'${commandHint(name, from)}`);
  return commandAt(others, found);
}

async function main(args: readonly string[]): Promise<void> {
  try {
    const [first, ...others] = args.filter((argument) => !argument.startsWith('-'));
    const wanted = first === 'help' ? others[0] : first;
    const program = await createProgram(wanted === undefined ? [] : [wanted]);
    if (args[0] === 'help') commandAt(others, program).outputHelp();
    else await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    process.exitCode = complain(error);
  }
}

/** Says what went wrong, where that was not done yet, and gives the exit code. */
function complain(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.clean : exitCodes.usage;
  if (error instanceof Failure) {
    for (const line of error.message.split('\n')) note(line);
    return error.code;
  }
  note(
    `this should not have happened: ${error instanceof Error ? error.message : String(error)}`.split('\n', 1).join(),
  );
  return exitCodes.usage;
}

// A reader that has seen enough, such as `head`, closes the pipe: that is no fault of anybody's.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? process.exitCode : complain(error));
});
process.on('uncaughtException', (error) => {
  process.exit(complain(error));
});
await main(process.argv.slice(2));
