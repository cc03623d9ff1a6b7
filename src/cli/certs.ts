import { setTimeout as pause } from 'node:timers/promises';
import { Command, Option, InvalidArgumentError } from 'commander';
import type { CertificateCluster, RawObject, StoredName } from '../../certs/cluster.js';
import { ensureCertificates } from '../../certs/ensure.js';
import { CertificateError } from '../../certs/error.js';
import { connect, type Cluster } from '../cluster/connect.js';
import { isClusterError } from '../cluster/error.js';
import { createObject, readObject, replaceObject, type ResourceName } from '../cluster/object.js';
import { clusterEnvironment } from '../config/environment.js';
import type { JsonObject } from '../policy/json.js';
import { Failure, exitCodes } from './failure.js';
import { note } from './output.js';

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

/** What everything is called in deploy/, and the namespace that it is in. */
const NAME = 'seaworthy';
const NAMESPACE = 'seaworthy-system';

export function certsCommand(): Command {
  const command = new Command('certs').description('Look after the certificates of the webhook in a cluster.');
  command
    .command('ensure')
    .description('Issue or renew the serving certificate and its CA, and publish the CA in the webhook configurations.')
    .option(
      '--namespace <namespace>',
      `where the Service and the Secret are (default: the pod's own, or "${NAMESPACE}")`,
      dnsLabel,
    )
    .option('--secret <name>', 'the Secret that holds the certificates', dnsName, `${NAME}-tls`)
    .option('--service <name>', 'the Service that the certificate is for', dnsLabel, NAME)
    .addOption(
      new Option('--name <name>', 'another DNS name or IP address for the certificate; may be given again')
        .argParser(collect)
        .default([], 'none'),
    )
    .option('--webhook-configuration <name>', 'the validating and the mutating webhook configuration', dnsName, NAME)
    .option('--validating-webhook <name>', 'the validating webhook configuration, if its name is another', dnsName)
    .option('--mutating-webhook <name>', 'the mutating webhook configuration, if its name is another', dnsName)
    .option(
      '--kubeconfig <file>',
      "the cluster and the credentials to use (default: KUBECONFIG, the pod's own, or ~/.kube/config)",
    )
    .option('--context <name>', 'the context of the kubeconfig to use')
    .option('--force', 'issue a new CA and a new certificate, due or not', false)
    .action(ensure);
  return command;
}

async function ensure(options: EnsureOptions): Promise<void> {
  try {
    const cluster = await connect({
      ...clusterEnvironment(),
      kubeconfig: options.kubeconfig,
      context: options.context,
    });
    try {
      await ensureIn(cluster, options);
    } finally {
      cluster.close();
    }
  } catch (error) {
    if (!isClusterError(error) && !(error instanceof CertificateError)) throw error;
    throw new Failure(error.message, isClusterError(error, 'unconfigured') ? exitCodes.usage : exitCodes.cluster);
  }
}

async function ensureIn(cluster: Cluster, options: EnsureOptions): Promise<void> {
  // Outside a pod a context may name any namespace; only the pod's own is sure to be the one meant.
  const own = isInPod(options) ? cluster.namespace : undefined;
  const namespace = options.namespace ?? own ?? NAMESPACE;
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
    { cluster: storeIn(cluster, namespace), pause, report: note },
  );
  note(`the serving certificate is good until ${end.toISOString()}`);
}

/** True when `connect` takes the pod's own service account. */
function isInPod({ kubeconfig }: EnsureOptions): boolean {
  const { kubeconfigVariable, serviceHost } = clusterEnvironment();
  return (kubeconfig ?? kubeconfigVariable) === undefined && serviceHost !== undefined;
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
