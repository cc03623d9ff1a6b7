import { readFileSync } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, dirname, join, resolve } from 'node:path';
import type { KubeConfig } from '@kubernetes/client-node';
import { parse, YAMLParseError } from 'yaml';
import { whyUnreadable } from '../files/unreadable.js';
import { arrayAt, dig, stringAt } from '../policy/json.js';
import { ClusterError } from './error.js';

/** Where to look for a cluster, in this order; the first that is given decides. */
export interface ClusterSource {
  /** The file of `--kubeconfig`. */
  readonly kubeconfig?: string | undefined;
  /** The value of KUBECONFIG: one or more files. */
  readonly kubeconfigVariable?: string | undefined;
  /** The value of KUBERNETES_SERVICE_HOST: set in a pod, whose own service account is then used. */
  readonly serviceHost?: string | undefined;
  /** The folder whose `.kube/config` is the last resort; without it there is none. */
  readonly home?: string | undefined;
  /** The context to use in place of the kubeconfig's current one. */
  readonly context?: string | undefined;
  /** Put before the service account's usual path; empty in a pod. */
  readonly serviceAccountRoot?: string | undefined;
}

/** Loads credentials from the source. Throws `absent` when there are none, and `unconfigured` when they cannot be read. */
export async function loadKubeConfig(source: ClusterSource): Promise<KubeConfig> {
  const files = await kubeconfigFiles(source);
  const client = await import('@kubernetes/client-node');
  const config = new client.KubeConfig();
  if (files === undefined) config.loadFromCluster(source.serviceAccountRoot ?? '');
  else for (const file of files) mergeFile(config, new client.KubeConfig(), file);
  chooseContext(config, source.context);
  return config;
}

/** The kubeconfig files of the source, or undefined for the pod's own service account. */
async function kubeconfigFiles(source: ClusterSource): Promise<readonly string[] | undefined> {
  if (source.kubeconfig !== undefined) return [source.kubeconfig];
  const named = (source.kubeconfigVariable ?? '').split(delimiter).filter((file) => file !== '');
  if (named.length === 0 && (source.serviceHost ?? '') !== '') return undefined;
  if (named.length === 0) return usualFile(source.home);
  // As for kubectl, a file of several may be missing, but one has to be there; a single one is missed when it is read.
  const found = named.length === 1 ? named : await existing(named);
  if (found.length === 0) throw absent(undefined);
  return found;
}

async function usualFile(home: string | undefined): Promise<readonly string[]> {
  const usual = home === undefined ? undefined : join(home, '.kube', 'config');
  const found = await existing(usual === undefined ? [] : [usual]);
  if (found.length === 0) throw absent(usual);
  return found;
}

/** Says where there is no cluster; the usual file is named only when it was looked for. */
function absent(usual: string | undefined): ClusterError {
  const unnamed = 'neither --kubeconfig nor KUBECONFIG names a file that exists';
  const searched = usual === undefined ? `and ${unnamed}` : `${unnamed}, and there is no ${usual}`;
  return new ClusterError('absent', `no cluster: this is no pod, ${searched}`);
}

async function existing(files: readonly string[]): Promise<readonly string[]> {
  const found: string[] = [];
  for (const file of files) {
    const exists = await access(file).then(
      () => true,
      () => false,
    );
    if (exists) found.push(file);
  }
  return found;
}

/** Adds what the file names and no earlier file has named: the first one wins, as for kubectl. */
function mergeFile(config: KubeConfig, added: KubeConfig, file: string): void {
  try {
    added.loadFromFile(file);
    applyTokenFiles(added, file);
  } catch (error) {
    throw new ClusterError('unconfigured', `the kubeconfig ${file} cannot be read: ${reasonOf(error)}`);
  }
  const isNew = <T extends { readonly name: string }>(known: readonly T[], entry: T): boolean =>
    !known.some((other) => other.name === entry.name);
  config.clusters.push(...added.clusters.filter((entry) => isNew(config.clusters, entry)));
  config.users.push(...added.users.filter((entry) => isNew(config.users, entry)));
  config.contexts.push(...added.contexts.filter((entry) => isNew(config.contexts, entry)));
  // A file without a current context leaves the field undefined, which the library's types do not say.
  if (!config.currentContext) config.currentContext = added.currentContext;
}

/** What is wrong, and where. The whole message of a parser of YAML shows the lines around it, which may hold a token. */
function reasonOf(error: unknown): string {
  if (error instanceof YAMLParseError) return `it is no YAML${placeOf(error.linePos?.[0])}`;
  if (!(error instanceof Error) || error.name !== 'YAMLException') return whyUnreadable(error);
  const { line, column } = { line: numberAt(error, 'mark', 'line'), column: numberAt(error, 'mark', 'column') };
  const place = line === undefined || column === undefined ? undefined : { line: line + 1, col: column + 1 };
  return `${stringAt(error, 'reason') ?? 'it is no YAML'}${placeOf(place)}`;
}

function numberAt(value: unknown, ...path: readonly string[]): number | undefined {
  const found = dig(value, ...path);
  return typeof found === 'number' ? found : undefined;
}

function placeOf(place: { readonly line: number; readonly col: number } | undefined): string {
  return place === undefined ? '' : ` at ${place.line}:${place.col}`;
}

/** The library overlooks `tokenFile`, which kubectl reads again as it changes: it is given the library's own name for that. */
function applyTokenFiles(config: KubeConfig, file: string): void {
  const raw: unknown = parse(readFileSync(file, 'utf8'));
  for (const entry of arrayAt(raw, 'users')) {
    const tokenFile = dig(entry, 'user', 'tokenFile');
    const at = config.users.findIndex((user) => user.name === stringAt(entry, 'name'));
    const user = config.users[at];
    if (typeof tokenFile !== 'string' || user === undefined) continue;
    const authProvider = { name: 'tokenFile', config: { tokenFile: resolve(dirname(file), tokenFile) } };
    config.users[at] = { ...user, authProvider };
  }
}

function chooseContext(config: KubeConfig, context: string | undefined): void {
  if (context !== undefined) config.setCurrentContext(context);
  const wanted = config.getContexts().find((entry) => entry.name === config.getCurrentContext());
  if (wanted === undefined) {
    const names = config.getContexts().map((entry) => `"${entry.name}"`);
    const what =
      context === undefined ? 'the kubeconfig has no current context' : `the kubeconfig has no context "${context}"`;
    throw new ClusterError('unconfigured', names.length === 0 ? what : `${what}; it has ${names.join(', ')}`);
  }
  const cluster = config.getCurrentCluster();
  if (cluster === null || !URL.canParse(cluster.server)) {
    throw new ClusterError(
      'unconfigured',
      `the kubeconfig's context "${wanted.name}" names no cluster with a valid address`,
    );
  }
}
