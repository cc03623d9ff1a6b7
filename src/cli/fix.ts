import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { Command } from 'commander';
import type { Configuration } from '../config/configuration.js';
import { terminalEnvironment } from '../config/environment.js';
import type { Rules } from '../engine/rules.js';
import { amendmentOf } from '../facts/inputs.js';
import { printable, quote } from '../policy/quote.js';
import type { KubernetesVersion } from '../policy/version.js';
import type { ReadError } from '../report/report.js';
import { survey } from './check/surroundings.js';
import type { Surroundings } from './check/surroundings.js';
import { DEFAULT_PROFILE, configurationOf, profileNamed } from './configuration.js';
import { openEvidence } from './evidence.js';
import { Failure, exitCodes } from './failure.js';
import type { Court, Others } from './fix/mend-document.js';
import { mendFiles } from './fix/mend-files.js';
import type { Order } from './fix/mend-files.js';
import { createMayCure } from './fix/retrial.js';
import type { CourtOf } from './fix/targets.js';
import { summarize, totalOf } from './fix/summary.js';
import type { FileTally } from './fix/summary.js';
import { createInspectFrom } from './inspect-from.js';
import type { InspectFrom } from './inspect-from.js';
import { rulesFor, scopeOf } from './judge-manifests.js';
import { STDIN } from './manifests/find.js';
import { readManifests } from './manifests/manifest.js';
import type { Reading } from './manifests/reading.js';
import { note, paintFor, writeAll } from './output.js';
import { describeReadError } from './read-error.js';
import { append } from './repeatable.js';
import { sisterCommand } from './sister-command.js';
import { unknownPolicy } from './unknown-policy.js';
import { kubernetesVersionOption } from './version-option.js';

interface FixOptions {
  readonly profile: string;
  readonly config?: string;
  readonly policy?: readonly string[];
  readonly kubernetesVersion?: KubernetesVersion;
  readonly dryRun?: true;
}

const NOTES = `
Comments, the order of keys, quotes, indentation and line ends stay as they are, and so does everything that has no fix.
Files in which a template language shows are left alone: {{ }}, \${{ }}, <% %>, {% %}, {# #}, #@, (@ @), $[[ ]]. A value that
holds a variable such as \${NAME} is never overwritten. A custom resource is mended where its CustomResourceDefinition is among the
inputs, and given the fields that it declares. What comes from standard input goes to standard output. A file is replaced as a
whole, or not at all: a symbolic link to it stays one, and where it has other names (hard links), those keep the old text.
Helm charts are left alone. Of the files that a kustomization names nothing is written but what kubectl kustomize builds
lacks, and only into those under its resources: patches, values and everything else that it names are left alone. Where
several kustomizations build upon a file, all of them have to lack it. What a patch has changed, and what it makes call for
another fix, is left to you. A resource beyond PATH is told, and not written, and so is what a patch or a generator brings
in. A file in the folder of a kustomization that none names, and one that is named itself, is judged alone, as check does.
What --dry-run prints is for patch -p1 in this folder, or in / where a path, or a link below it, leads out of this folder. It
holds lines of the files, and so perhaps secrets in them, which the log of a pipeline would keep.

Examples:
  seaworthy fix --dry-run k8s/
  seaworthy fix k8s/web.yaml
  seaworthy fix --policy require-resources k8s/
  kubectl get deployment web -o yaml | seaworthy fix - > web.yaml

Exit codes: 0 nothing would be denied afterwards, 1 something is left that would be, 2 bad usage, or something that could not
be read or written`;

export function fixCommand(): Command {
  return new Command('fix')
    .description('Write the fixes of findings into manifests, and leave everything else in them as it is.')
    .argument('[path...]', 'files, folders, or - for standard input')
    .usage('[options] PATH...')
    .option('--dry-run', 'print what would change as a unified diff, and write nothing')
    .option('--profile <name>', 'the profile to judge by', DEFAULT_PROFILE)
    .option('--config <file>', 'the configuration file; without one, the built-in profiles hold as they are')
    .option('--policy <id>', 'mend what this policy finds, and nothing else; may be given again', append)
    .addOption(kubernetesVersionOption())
    .addHelpText('after', NOTES)
    .action(async (paths: readonly string[], options: FixOptions) => {
      process.exitCode = await fix(paths, options);
    });
}

/** Runs the command and gives its exit code. */
async function fix(paths: readonly string[], options: FixOptions): Promise<number> {
  if (paths.length === 0) throw new Failure('fix needs a file, a folder, or - for standard input; see fix --help');
  const configuration = only(options.policy ?? [], await configurationOf(options.config), options.profile);
  const evidence = await openEvidence(configuration);
  let stdin: Promise<Buffer> | undefined;
  const readStdin = (): Promise<Buffer> => (stdin ??= buffer(process.stdin));
  try {
    // Evidence of a scan is nothing that could be written into a manifest: that it is missing is for check to say.
    const rules = rulesFor(configuration, evidence, options, () => undefined);
    const { inspectFrom, amend, tellUnknown } = await inspectBeside(paths, rules, readStdin);
    const scope = scopeOf(options, Date.now());
    const { namespaces: exempt } = configuration.exempt;
    const mayCure = createMayCure(rules.policies);
    const courtOf = (file: string): Court => {
      const amendmentsOf: Others['amendmentsOf'] = (before, after) => {
        const amendment = amendmentOf(before, after, resolve(file));
        return amendment === undefined ? [] : [amendment];
      };
      return { inspect: inspectFrom(file), scope, exempt, others: { amendmentsOf, mayCure } };
    };
    const isDryRun = options.dryRun === true;
    const checkCommand = sisterCommand('check', options);
    return await mend(paths, courtOf, { isDryRun, checkCommand, readStdin, amend, tellUnknown });
  } finally {
    evidence.close();
  }
}

/** Judges who see beside an object all inputs together, as they are before they are mended. */
async function inspectBeside(
  paths: readonly string[],
  rules: Rules,
  readStdin: Reading['readStdin'],
): Promise<Pick<Surroundings, 'amend' | 'tellUnknown'> & { readonly inspectFrom: InspectFrom }> {
  // What cannot be read is told when it is to be mended.
  const silent: Reading = { fail: () => undefined, note: () => undefined, readStdin };
  const inputs = readManifests(paths.filter(mayBeReadTwice), silent);
  const { manifests: _, ...facts } = await survey(inputs, rules, { schemas: true });
  return { inspectFrom: createInspectFrom(rules, facts), ...facts };
}

/** Whoever reads a pipe leaves nothing in it, and only files can be written. What cannot be looked at is told when it is to be mended. */
function mayBeReadTwice(path: string): boolean {
  if (path === STDIN) return true;
  try {
    const status = statSync(path);
    return status.isFile() || status.isDirectory();
  } catch {
    return false;
  }
}

/** The configuration with nothing in a profile but some policies; fails when one of them does not exist, or is not in force. */
function only(ids: readonly string[], configuration: Configuration, profile: string): Configuration {
  const chosen = profileNamed(profile, configuration);
  if (ids.length === 0) return configuration;
  const complaints = [...new Set(ids)].flatMap((id) => {
    if (chosen.policies.has(id)) return [];
    return [unknownPolicy(id) ?? `the profile ${quote(profile)} does not judge by ${id}`];
  });
  if (complaints.length > 0) throw new Failure(complaints.join('\n'));
  const narrowed = { ...chosen, policies: new Map([...chosen.policies].filter(([id]) => ids.includes(id))) };
  return { ...configuration, profiles: new Map(configuration.profiles).set(profile, narrowed) };
}

interface Errand extends Pick<Order, 'amend'>, Pick<Surroundings, 'tellUnknown'> {
  readonly isDryRun: boolean;
  readonly checkCommand: string;
  readonly readStdin: Reading['readStdin'];
}

async function mend(
  paths: readonly string[],
  courtOf: CourtOf,
  { isDryRun, checkCommand, readStdin, amend, tellUnknown }: Errand,
): Promise<number> {
  const errors: ReadError[] = [];
  const reading: Reading = {
    fail: (error) => {
      errors.push(error);
      process.stderr.write(`${describeReadError(error)}\n`);
    },
    note: (text) => {
      note(printable(text));
    },
    readStdin,
  };
  const paint = paintFor(process.stdout, terminalEnvironment());
  const show = (pieces: Iterable<string>): Promise<void> => writeAll(process.stdout, pieces);
  const files = await mendFiles(paths, { courtOf, reading, show, amend, ...(isDryRun && { dryRun: { paint } }) });
  tellUnknown?.();
  // Where standard output holds a diff or a manifest, it holds nothing else.
  const stream = isDryRun || paths.includes(STDIN) ? process.stderr : process.stdout;
  process.exitCode = codeOf(files, errors);
  const showing = {
    isDryRun,
    checkCommand,
    paint: paintFor(stream, terminalEnvironment()),
    hasErrors: errors.length > 0,
  };
  await writeAll(stream, summarize(files, showing));
  return codeOf(files, errors);
}

function codeOf(files: readonly FileTally[], errors: readonly ReadError[]): number {
  if (errors.length > 0) return exitCodes.usage;
  return totalOf(files).enforce > 0 ? exitCodes.findings : exitCodes.clean;
}
