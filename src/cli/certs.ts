import { setTimeout as pause } from 'node:timers/promises';
import { Command, InvalidArgumentError } from 'commander';
import type { CertificateCluster, RawObject, StoredName } from '../../certs/cluster.js';
import { ensureCertificates } from '../../certs/ensure.js';
import { CertificateError } from '../../certs/error.js';
import { connect, type Cluster, type ClusterSource } from '../cluster/connect.js';
import { isClusterError } from '../cluster/error.js';
import { createObject, readObject, replaceObject, type ResourceName } from '../cluster/object.js';
import type { JsonObject } from '../policy/json.js';

interface EnsureOptions {
  readonly namespace?: string;
  readonly secret: string;
  readonly service: string;
  readonly name: readonly string[];
  readonly webhookConfiguration: string;
  readonly validatingWebhook?: string;
  readonly mutatingWebhook?: string;
  readonly kubeconfig?: string;
  readonly context?: string;
  readonly force: boolean;
}

/** What everything is called in deploy/. */
const NAME = 'seaworthy';

export function certsCommand(): Command {
  const command = new Command('certs').description('look after the certificates of the webhook in a cluster');
  command
    .command('ensure')
    .description('issue or renew the serving certificate and its CA, and publish the CA in the webhook configurations')
    .option(
      '--namespace <namespace>',
      `where the Service and the Secret are (default: the pod's own, or "${NAME}")`,
      dnsLabel,
    )
    .option('--secret <name>', 'the Secret that holds the certificates', dnsName, `${NAME}-tls`)
    .option('--service <name>', 'the Service that the certificate is for', dnsLabel, NAME)
    .option('--name <name>', 'another DNS name or IP address for the certificate (repeatable)', collect, [])
    .option('--webhook-configuration <name>', 'the validating and the mutating webhook configuration', dnsName, NAME)
    .option('--validating-webhook <name>', 'the validating webhook configuration, if its name is another', dnsName)
    .option('--mutating-webhook <name>', 'the mutating webhook configuration, if its name is another', dnsName)
    .option('--kubeconfig <file>', 'the cluster and the credentials to use')
    .option('--context <name>', 'the context of the kubeconfig to use')
    .option('--force', 'issue a new CA and a new certificate, due or not', false)
    .action(async (options: EnsureOptions) => {
      process.exitCode = await ensure(options);
    });
  return command;
}

/** Runs the command and gives its exit code. */
async function ensure(options: EnsureOptions): Promise<number> {
  try {
    const cluster = await connect(sourceOf(options));
    try {
      await ensureIn(cluster, options);
    } finally {
      cluster.close();
    }
    return 0;
  } catch (error) {
    if (!isClusterError(error) && !(error instanceof CertificateError)) throw error;
    report(`error: ${error.message}`);
    return isClusterError(error, 'unconfigured') ? 2 : 3;
  }
}

async function ensureIn(cluster: Cluster, options: EnsureOptions): Promise<void> {
  // Outside a pod a context may name any namespace; only the pod's own is sure to be the one meant.
  const own = isInPod(options) ? cluster.namespace : undefined;
  const namespace = options.namespace ?? own ?? NAME;
  const host = `${options.service}.${namespace}.svc`;
  const end = await ensureCertificates(
    {
      secret: options.secret,
      names: [...new Set([host, `${host}.cluster.local`, ...options.name])],
      configurations: [
        { kind: 'ValidatingWebhookConfiguration', name: options.validatingWebhook ?? options.webhookConfiguration },
        { kind: 'MutatingWebhookConfiguration', name: options.mutatingWebhook ?? options.webhookConfiguration },
      ],
      force: options.force,
      now: new Date(),
    },
    { cluster: storeIn(cluster, namespace), pause, report },
  );
  report(`the serving certificate is good until ${end.toISOString()}`);
}

function sourceOf(options: EnsureOptions): ClusterSource {
  return {
    kubeconfig: options.kubeconfig,
    kubeconfigVariable: process.env['KUBECONFIG'],
    serviceHost: process.env['KUBERNETES_SERVICE_HOST'],
    home: process.env['HOME'],
    context: options.context,
  };
}

function isInPod(options: EnsureOptions): boolean {
  const named = options.kubeconfig ?? process.env['KUBECONFIG'] ?? '';
  return named === '' && (process.env['KUBERNETES_SERVICE_HOST'] ?? '') !== '';
}

/** The three objects of the certificates, in the cluster. */
function storeIn(cluster: Cluster, namespace: string): CertificateCluster {
  const plurals = {
    Secret: { apiVersion: 'v1', plural: 'secrets', namespace },
    ValidatingWebhookConfiguration: {
      apiVersion: 'admissionregistration.k8s.io/v1',
      plural: 'validatingwebhookconfigurations',
    },
    MutatingWebhookConfiguration: {
      apiVersion: 'admissionregistration.k8s.io/v1',
      plural: 'mutatingwebhookconfigurations',
    },
  };
  const resource = ({ kind, name }: StoredName): ResourceName => ({ ...plurals[kind], name });
  // Objects are written as they were read, which was JSON; certs/ adds strings alone.
  const json = (object: RawObject): JsonObject => object as JsonObject;
  return {
    read: (name) => readObject(cluster, resource(name)),
    create: (name, object) => unlessConflict(createObject(cluster, plurals[name.kind], json(object))),
    replace: (name, object) => unlessConflict(replaceObject(cluster, resource(name), json(object))),
  };
}

async function unlessConflict(writing: Promise<RawObject>): Promise<RawObject | undefined> {
  try {
    return await writing;
  } catch (error) {
    if (isClusterError(error, 'conflict')) return undefined;
    throw error;
  }
}

function report(line: string): void {
  process.stderr.write(`${line}\n`);
}

function collect(value: string, all: readonly string[]): readonly string[] {
  if (!/^[A-Za-z0-9:]([A-Za-z0-9.:-]*[A-Za-z0-9])?$/.test(value))
    throw new InvalidArgumentError('It is no DNS name or IP address.');
  return [...all, value];
}

function dnsLabel(value: string): string {
  if (value.length <= 63 && /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(value)) return value;
  throw new InvalidArgumentError('It is lower-case letters, digits and hyphens, 63 at most.');
}

function dnsName(value: string): string {
  if (value.length <= 253 && /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/.test(value)) return value;
  throw new InvalidArgumentError('It is lower-case letters, digits, hyphens and dots, 253 at most.');
}
