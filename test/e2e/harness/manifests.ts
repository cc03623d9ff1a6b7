import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { arrayAt, dig, isObject, objectAt, stringAt, type Json, type JsonObject } from '../../../src/policy/json.js';

export const repository = join(import.meta.dirname, '..', '..', '..');
export const installFile = join(repository, 'deploy', 'install.yaml');

/** Every object of a YAML text, in its order. */
export function parseManifests(text: string): readonly JsonObject[] {
  return parseAllDocuments(text)
    .map((document) => document.toJS() as unknown)
    .filter(isObject);
}

let loaded: readonly JsonObject[] | undefined;

/** The shipped objects, as a user applies them. */
function shippedManifests(): readonly JsonObject[] {
  loaded ??= parseManifests(readFileSync(installFile, 'utf8'));
  return loaded;
}

export function nameOf(object: Json | undefined): string {
  const name = stringAt(dig(object, 'metadata'), 'name');
  if (name === undefined) throw new Error(`an object without a name: ${JSON.stringify(object)}`);
  return name;
}

function shippedOf(kind: string): readonly JsonObject[] {
  return shippedManifests().filter((object) => object['kind'] === kind);
}

/** The namespace that Seaworthy lives in. */
export function homeNamespace(): string {
  return nameOf(shippedOf('Namespace')[0]);
}

/** What says who may do what: without it nothing of Seaworthy runs, and all of it is applied as shipped. */
export function accessManifests(): readonly JsonObject[] {
  const kinds = ['Namespace', 'ServiceAccount', 'ClusterRole', 'Role', 'ClusterRoleBinding', 'RoleBinding'];
  return kinds.flatMap(shippedOf);
}

export function shippedWebhooks(kind: 'ValidatingWebhookConfiguration' | 'MutatingWebhookConfiguration'): JsonObject {
  const [configuration, ...others] = shippedOf(kind);
  if (configuration === undefined || others.length > 0) throw new Error(`deploy/install.yaml must hold one ${kind}`);
  return configuration;
}

/** A part of Seaworthy as it is shipped: what it runs with, and as whom. */
export interface ShippedRun {
  readonly args: readonly string[];
  readonly serviceAccount: string;
}

const podSpecs: Readonly<Record<string, readonly string[]>> = {
  Deployment: ['spec', 'template', 'spec'],
  Job: ['spec', 'template', 'spec'],
  CronJob: ['spec', 'jobTemplate', 'spec', 'template', 'spec'],
};

/** The workload of a kind whose first argument is this command of Seaworthy. */
export function shippedRun(kind: 'Deployment' | 'Job' | 'CronJob', command: string): ShippedRun {
  for (const object of shippedOf(kind)) {
    const spec = dig(object, ...(podSpecs[kind] ?? []));
    const args = arrayAt(arrayAt(spec, 'containers')[0], 'args').filter((argument) => typeof argument === 'string');
    const serviceAccount = stringAt(spec, 'serviceAccountName');
    if (args[0] === command && serviceAccount !== undefined) return { args, serviceAccount };
  }
  throw new Error(`deploy/install.yaml has no ${kind} with a service account that runs \`${command}\``);
}

/** The configuration file of the shipped ConfigMap. */
export function shippedConfiguration(): string {
  for (const object of shippedOf('ConfigMap')) {
    const values: readonly unknown[] = Object.values(objectAt(object, 'data') ?? {});
    const text = values
      .filter((value) => typeof value === 'string')
      .find((value) => value.includes('kind: Configuration'));
    if (text !== undefined) return text;
  }
  throw new Error('deploy/install.yaml has no ConfigMap with a configuration file');
}
