import { setFlagsFromString } from 'node:v8';
import { Command, Option } from 'commander';
import { connect } from '../cluster/connect.js';
import { isClusterError } from '../cluster/error.js';
import { clusterEnvironment } from '../config/environment.js';
import type { Configuration } from '../config/configuration.js';
import { severities } from '../policy/facts.js';
import type { Severity } from '../policy/facts.js';
import { printable } from '../policy/quote.js';
import { formats, render } from '../report/format.js';
import type { Format } from '../report/format.js';
import { report } from '../report/report.js';
import type { ReadError, Report } from '../report/report.js';
import { judgeCluster, rulesForCluster } from './audit/judge-cluster.js';
import { findPlaces } from './audit/places.js';
import { createProgress } from './audit/progress.js';
import { configurationOf, profileNamed } from './configuration.js';
import { openEvidence } from './evidence.js';
import { Failure, exitCodes } from './failure.js';
import { settingFor, writeAll } from './output.js';
import { reportFile } from './report-file.js';
import type { WriteReport } from './report-file.js';

interface AuditOptions {
  readonly kubeconfig?: string;
  readonly context?: string;
  readonly namespace: readonly string[];
  readonly profile?: string;
  readonly config?: string;
  readonly format: Format;
  readonly output?: string;
  readonly minSeverity?: Severity;
}

const NOTES = `
Namespaces are judged by their labels seaworthy.dev/enforce, warn, audit and inject, as the webhook does; those without are
left out, and so are kube-system, kube-node-lease, Seaworthy's own and what the configuration exempts, unless named.
What is in no namespace, such as a ClusterRole, has no label to go by: --profile without --namespace judges it.
What a judged object makes is not judged again: a Deployment answers for its ReplicaSets and their Pods.

Examples:
  seaworthy audit
  seaworthy audit --profile production --namespace shop
  seaworthy audit --format json --output findings.json
  seaworthy audit --format junit --output findings.xml

Exit codes: 0 nothing would be denied, 1 something would, 2 bad usage, 3 there is no cluster, or it, or a part of it,
could not be read`;

export function auditCommand(): Command {
  return new Command('audit')
    .description('Judge what runs in a cluster, and say how to mend it. Nothing is written to the cluster.')
    .option(
      '--kubeconfig <file>',
      "the cluster and the credentials to use (default: KUBECONFIG, the pod's own, or ~/.kube/config)",
    )
    .option('--context <name>', 'the context of the kubeconfig to use')
    .addOption(
      new Option('--namespace <name>', 'judge this namespace alone; may be given again')
        .argParser((name, all: readonly string[]) => [...all, name])
        .default([], 'all of them'),
    )
    .option('--profile <name>', 'judge everything by this profile, as if it were enforced, whatever the labels say')
    .option('--config <file>', 'the configuration file; without one, the built-in profiles hold as they are')
    .addOption(new Option('--format <format>', 'how to print the report').choices(formats).default('text'))
    .option('--output <file>', 'write the report to a file, not to standard output')
    .addOption(new Option('--min-severity <severity>', 'leave out what is less severe').choices(severities))
    .addHelpText('after', NOTES)
    .action(async (options: AuditOptions) => {
      process.exitCode = await audit(options);
    });
}

/** Runs the command and gives its exit code. */
async function audit(options: AuditOptions): Promise<number> {
  // Pages of lists are soon garbage. Left alone, V8 lets it grow with the cluster; this makes it tidy up early, for a third more CPU.
  setFlagsFromString('--optimize-for-size');
  const configuration = await configurationOf(options.config);
  if (options.profile !== undefined) profileNamed(options.profile, configuration);
  const write = options.output === undefined ? undefined : await reportFile(options.output);
  try {
    return await print(await judge(options, configuration), options.format, write);
  } catch (error) {
    if (!isClusterError(error)) throw error;
    throw new Failure(error.message, isClusterError(error, 'unconfigured') ? exitCodes.usage : exitCodes.cluster);
  }
}

async function judge(options: AuditOptions, configuration: Configuration): Promise<Report> {
  const environment = clusterEnvironment();
  const isNamed = (options.kubeconfig ?? environment.kubeconfigVariable) !== undefined;
  const cluster = await connect({ ...environment, kubeconfig: options.kubeconfig, context: options.context });
  const evidence = await openEvidence(configuration);
  const progress = createProgress(process.stderr);
  try {
    // In a pod the namespace is Seaworthy's own; outside one the context may name any.
    const ownNamespace = isNamed || environment.serviceHost === undefined ? undefined : cluster.namespace;
    const places = await findPlaces(cluster, options, configuration, ownNamespace);
    const rules = await rulesForCluster(cluster, configuration, evidence, places);
    const errors: ReadError[] = [];
    const judged = judgeCluster(cluster, { rules, places, now: Date.now(), progress, errors });
    return await report(judged, errors, options);
  } finally {
    progress.end();
    evidence.close();
    cluster.close();
  }
}

/** Errors go to standard error, the report alone to standard output or into the file. */
async function print(found: Report, format: Format, write: WriteReport | undefined): Promise<number> {
  for (const { file, message } of found.errors) process.stderr.write(`${printable(`${file}: ${message}`)}\n`);
  const findings = found.summary.findings.enforce > 0 ? exitCodes.findings : exitCodes.clean;
  const code = found.errors.length > 0 ? exitCodes.cluster : findings;
  // The reader of a pipe may close it before the end, and the exit code holds all the same.
  process.exitCode = code;
  const pieces = await render(found, format, settingFor(write === undefined ? process.stdout : {}));
  if (write === undefined) await writeAll(process.stdout, pieces);
  else await write(pieces);
  return code;
}
