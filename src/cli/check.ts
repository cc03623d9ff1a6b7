import { buffer } from 'node:stream/consumers';
import { Command, InvalidArgumentError, Option } from 'commander';
import { severities } from '../policy/facts.js';
import type { Severity } from '../policy/facts.js';
import type { Policy } from '../policy/policy.js';
import { printable } from '../policy/quote.js';
import type { KubernetesVersion } from '../policy/version.js';
import { formats, render } from '../report/format.js';
import type { Format } from '../report/format.js';
import { isWanted, report } from '../report/report.js';
import type { ReadError, Report } from '../report/report.js';
import type { ClusterBeside, ClusterWishes } from './check/cluster-inventory.js';
import { survey } from './check/surroundings.js';
import { DEFAULT_PROFILE, configurationOf, profileNamed } from './configuration.js';
import type { Configuration } from '../config/configuration.js';
import { openEvidence } from './evidence.js';
import type { Evidence } from './evidence.js';
import { Failure, exitCodes } from './failure.js';
import { tryEdits } from './fix/prognosis.js';
import { createInspectFrom } from './inspect-from.js';
import { judge, rulesFor, scopeOf } from './judge-manifests.js';
import { readManifests } from './manifests/manifest.js';
import type { Reading } from './manifests/reading.js';
import { note, settingFor, writeAll } from './output.js';
import { describeReadError } from './read-error.js';
import { append } from './repeatable.js';
import { sisterCommand } from './sister-command.js';
import { kubernetesVersionOption } from './version-option.js';

interface CheckOptions extends ClusterWishes {
  readonly profile: string;
  readonly config?: string;
  readonly format: Format;
  readonly minSeverity?: Severity;
  readonly maxFindings?: number;
  readonly kubernetesVersion?: KubernetesVersion;
  readonly inject?: true;
  readonly namespace?: string;
  readonly helmValues?: readonly string[];
  readonly strictSchemas?: true;
}

const NOTES = `
In a folder every *.yaml, *.yml and *.json counts, at any depth; hidden files, hidden folders and node_modules do not.
Lists are opened, and each of their items is judged alone. A document without apiVersion and kind is an error.
A folder with a Chart.yaml is rendered by helm, one with a kustomization.yaml is built by kubectl, and what comes out is judged:
lines are then those of helm template --show-only, or of kubectl kustomize. A base that an overlay here builds upon, and
a component, is judged as a part of it alone, unless it is named. Charts are rendered without their tests.
Policies that look at other objects see all inputs together, and the cluster too with --cluster. What names no namespace
counts as being wherever one looks: files are often applied together with kubectl apply -n. CustomResourceDefinitions among
the inputs give the schemas of their kinds.

Examples:
  seaworthy check k8s/
  seaworthy check --namespace shop --helm-values live.yaml charts/web
  kubectl get deployment web -o yaml | seaworthy check -
  seaworthy check --profile strict --format json k8s/ > findings.json

What --min-severity leaves out does not count: neither in the summary, nor for the exit code.

Exit codes: 0 nothing would be denied, 1 something would, 2 bad usage or unreadable input,
3 with --cluster there is none, or it could not be read`;

export function checkCommand(): Command {
  return new Command('check')
    .description('Judge manifests as the webhook would, and say where and how to mend them.')
    .argument('[path...]', 'files, folders, or - for standard input')
    .usage('[options] PATH...')
    .option('--profile <name>', 'the profile to judge by', DEFAULT_PROFILE)
    .option('--config <file>', 'the configuration file; without one, the built-in profiles hold as they are')
    .addOption(new Option('--format <format>', 'how to print the report').choices(formats).default('text'))
    .addOption(new Option('--min-severity <severity>', 'leave out what is less severe').choices(severities))
    .option('--max-findings <number>', 'print so many findings at most; all of them are counted', wholeNumber)
    .addOption(kubernetesVersionOption())
    .option('--inject', 'judge what will run: after the injection that Pods would get')
    .option('--namespace <name>', 'the namespace of objects that name none, as for kubectl apply')
    .option('--helm-values <file>', 'values for charts, on top of their own; may be given again', append)
    .option('--strict-schemas', 'refuse objects of kinds that no schema is known of')
    .option('--cluster', 'let policies that look at other objects see those of a cluster too')
    .option(
      '--kubeconfig <file>',
      "the cluster and the credentials to use (default: KUBECONFIG, the pod's own, or ~/.kube/config)",
    )
    .option('--context <name>', 'the context of the kubeconfig to use')
    .addHelpText('after', NOTES)
    .action(async (paths: readonly string[], options: CheckOptions) => {
      process.exitCode = await check(paths, options);
    });
}

function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('A whole number is wanted.');
  return Number(text);
}

/** Runs the command and gives its exit code. */
async function check(paths: readonly string[], options: CheckOptions): Promise<number> {
  if (paths.length === 0) throw new Failure('check needs a file, a folder, or - for standard input; see check --help');
  const configuration = await configurationOf(options.config);
  profileNamed(options.profile, configuration);
  const evidence = await openEvidence(configuration);
  const cluster = asksForCluster(options) ? await openCluster(options) : undefined;
  try {
    return await print(await judgeAll(paths, options, { configuration, evidence, cluster }), options.format);
  } finally {
    cluster?.close();
    evidence.close();
  }
}

/** Whether a flag names a cluster. Only then is what speaks to clusters loaded. */
function asksForCluster({ cluster, kubeconfig, context }: ClusterWishes): boolean {
  return cluster === true || kubeconfig !== undefined || context !== undefined;
}

async function openCluster(options: ClusterWishes): Promise<ClusterBeside> {
  return (await import('./check/cluster-inventory.js')).openCluster(options);
}

/** The formats that say how many findings `seaworthy fix` would mend. */
const TELL_HOW_MANY: readonly Format[] = ['text', 'github'];

interface Sources {
  readonly configuration: Configuration;
  readonly evidence: Evidence;
  readonly cluster: ClusterBeside | undefined;
}

async function judgeAll(paths: readonly string[], options: CheckOptions, sources: Sources): Promise<Report> {
  const { configuration, evidence, cluster } = sources;
  const errors: ReadError[] = [];
  const reading: Reading = {
    fail: (error) => errors.push(error),
    note: (text) => {
      note(printable(text));
    },
    readStdin: () => buffer(process.stdin),
  };
  const blind: Policy[] = [];
  const wishes = wishesOf(options, sources);
  const rules = rulesFor(configuration, evidence, wishes, (policy) => {
    if (isWanted(policy.meta.severity, options.minSeverity)) blind.push(policy);
  });
  const { manifests, ...facts } = await survey(readManifests(paths, reading, options), rules, {
    begin: cluster?.fill,
    strictSchemas: options.strictSchemas,
    namespace: options.namespace,
  });
  const court = {
    inspectFrom: createInspectFrom(rules, facts),
    scope: scopeOf(options, Date.now()),
    exempt: configuration.exempt.namespaces,
    blind,
    // Loaded for the one format that has a use for it.
    ...(options.format === 'sarif' && { textChange: (await import('./fix/text-change.js')).textChange }),
    ...(TELL_HOW_MANY.includes(options.format) && { tryEdits }),
    ...(options.format === 'text' && { excerpts: true as const }),
  };
  const found = await report(judge(manifests, court), errors, {
    ...options,
    fixCommand: sisterCommand('fix', wishes),
  });
  facts.tellUnknown?.();
  return found;
}

/** Where nobody names a version, that of the cluster holds, if one is looked at. */
function wishesOf(options: CheckOptions, { configuration, cluster }: Sources): CheckOptions {
  const { kubernetesVersion: asked } = options;
  const version = asked ?? (configuration.kubernetesVersion === 'auto' ? cluster?.version : undefined);
  return { ...options, ...(version !== undefined && { kubernetesVersion: version }) };
}

/** Errors go to standard error, the report alone to standard output. */
async function print(found: Report, format: Format): Promise<number> {
  for (const error of found.errors) process.stderr.write(`${describeReadError(error)}\n`);
  const findings = found.summary.findings.enforce > 0 ? exitCodes.findings : exitCodes.clean;
  const code = found.errors.length > 0 ? exitCodes.usage : findings;
  // The reader of a pipe may close it before the end, and the exit code holds all the same.
  process.exitCode = code;
  await writeAll(process.stdout, await render(found, format, settingFor(process.stdout)));
  return code;
}
