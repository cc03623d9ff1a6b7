import { buffer } from 'node:stream/consumers';
import { Command, InvalidArgumentError, Option } from 'commander';
import { createInspect } from '../engine/inspect.js';
import { severities } from '../policy/facts.js';
import type { Severity } from '../policy/facts.js';
import { printable } from '../policy/quote.js';
import { parseVersion } from '../policy/version.js';
import type { KubernetesVersion } from '../policy/version.js';
import { formats, render } from '../report/format.js';
import type { Format } from '../report/format.js';
import { report } from '../report/report.js';
import type { ReadError, Report } from '../report/report.js';
import { configurationOf } from './configuration.js';
import { openEvidence } from './evidence.js';
import { Failure, exitCodes } from './failure.js';
import { judge, rulesFor, scopeOf } from './judge-manifests.js';
import { readManifests } from './manifests/manifest.js';
import type { Reading } from './manifests/reading.js';
import { note, settingFor, writeAll } from './output.js';

interface CheckOptions {
  readonly profile: string;
  readonly config?: string;
  readonly format: Format;
  readonly minSeverity?: Severity;
  readonly maxFindings?: number;
  readonly kubernetesVersion?: KubernetesVersion;
  readonly inject?: true;
}

const NOTES = `
In a folder every *.yaml, *.yml and *.json counts, at any depth; hidden files, hidden folders and node_modules do not.
Lists are opened, and each of their items is judged alone. A document without apiVersion and kind is an error.
Helm charts are passed over, and of a kustomization the files are judged as they are: render them, and check what comes out.

Examples:
  seaworthy check k8s/
  helm template my-chart | seaworthy check -
  seaworthy check --profile strict --format json k8s/ > findings.json

Exit codes: 0 nothing would be denied, 1 something would, 2 bad usage or unreadable input`;

export function checkCommand(): Command {
  return new Command('check')
    .description('Judge manifests as the webhook would, and say where and how to mend them.')
    .argument('[path...]', 'files, folders, or - for standard input')
    .usage('[options] PATH...')
    .option('--profile <name>', 'the profile to judge by', 'production')
    .option('--config <file>', 'the configuration file; without one, the built-in profiles hold as they are')
    .addOption(new Option('--format <format>', 'how to print the report').choices(formats).default('text'))
    .addOption(new Option('--min-severity <severity>', 'leave out what is less severe').choices(severities))
    .option('--max-findings <number>', 'print so many findings at most; all of them are counted', wholeNumber)
    .option('--kubernetes-version <version>', 'the version to judge for, such as 1.34', version)
    .option('--inject', 'judge what will run: after the injection that Pods would get')
    .addHelpText('after', NOTES)
    .action(async (paths: readonly string[], options: CheckOptions) => {
      process.exitCode = await check(paths, options);
    });
}

function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('A whole number is wanted.');
  return Number(text);
}

function version(text: string): KubernetesVersion {
  const parsed = parseVersion(text);
  if (parsed === undefined) throw new InvalidArgumentError('A version is written like 1.34.');
  return parsed;
}

/** Runs the command and gives its exit code. */
async function check(paths: readonly string[], options: CheckOptions): Promise<number> {
  if (paths.length === 0) throw new Failure('check needs a file, a folder, or - for standard input; see check --help');
  const configuration = await configurationOf(options.config);
  const evidence = await openEvidence(configuration);
  const errors: ReadError[] = [];
  try {
    const inspect = createInspect(rulesFor(configuration, evidence, options));
    const scope = scopeOf(options, Date.now());
    const reading: Reading = {
      fail: (error) => errors.push(error),
      note: (text) => {
        note(printable(text));
      },
      readStdin: () => buffer(process.stdin),
    };
    const found = await report(
      judge(readManifests(paths, reading), { inspect, scope, exempt: configuration.exempt.namespaces }),
      errors,
      options,
    );
    return await print(found, options.format);
  } finally {
    evidence.close();
  }
}

/** Errors go to standard error, the report alone to standard output. */
async function print(found: Report, format: Format): Promise<number> {
  for (const error of found.errors) process.stderr.write(`${printable(lineOf(error))}\n`);
  const findings = found.summary.findings.enforce > 0 ? exitCodes.findings : exitCodes.clean;
  const code = found.errors.length > 0 ? exitCodes.usage : findings;
  // The reader of a pipe may close it before the end, and the exit code holds all the same.
  process.exitCode = code;
  await writeAll(process.stdout, render(found, format, settingFor(process.stdout)));
  return code;
}

/** An error as editors and terminals know it: file:line:column: message. */
function lineOf({ file, line, column, message }: ReadError): string {
  return [file, line, column].filter((part) => part !== undefined).join(':') + `: ${message}`;
}
