import { readFileSync } from 'node:fs';
import { parseAllDocuments } from 'yaml';

/** What the tests read of an object; the rest is left as it was parsed. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
  };
  readonly [field: string]: unknown;
}

export interface Webhook {
  readonly name: string;
  readonly failurePolicy: string;
  readonly matchPolicy: string;
  readonly reinvocationPolicy?: string;
  readonly sideEffects: string;
  readonly timeoutSeconds: number;
  readonly clientConfig: { readonly service: unknown; readonly caBundle?: string };
  readonly namespaceSelector: {
    readonly matchExpressions: readonly {
      readonly key: string;
      readonly operator: string;
      readonly values?: readonly string[];
    }[];
  };
  readonly matchConditions?: readonly { readonly name: string; readonly expression: string }[];
  readonly rules: readonly Rule[];
}

export interface Rule {
  readonly operations: readonly string[];
  readonly apiGroups: readonly string[];
  readonly apiVersions: readonly string[];
  readonly resources: readonly string[];
  readonly scope: string;
}

export interface PodSpec {
  readonly automountServiceAccountToken?: boolean;
  readonly priorityClassName?: string;
  readonly restartPolicy?: string;
  readonly securityContext: unknown;
  readonly serviceAccountName: string;
  readonly terminationGracePeriodSeconds?: number;
  readonly topologySpreadConstraints?: readonly unknown[];
  readonly volumes: readonly { readonly name: string; readonly [source: string]: unknown }[];
  readonly containers: readonly Container[];
}

export interface Container {
  readonly name: string;
  readonly image: string;
  readonly args: readonly string[];
  readonly resources: unknown;
  readonly securityContext: unknown;
  readonly livenessProbe?: unknown;
  readonly readinessProbe?: unknown;
  readonly lifecycle?: unknown;
  readonly volumeMounts: readonly {
    readonly name: string;
    readonly mountPath: string;
    readonly readOnly?: boolean;
    readonly subPath?: string;
  }[];
}

/** Every object of the rendered manifests. */
export function installManifests(): Manifest[] {
  const text = readFileSync(new URL('../../deploy/install.yaml', import.meta.url), 'utf8');
  return parseAllDocuments(text).map((document) => document.toJS() as Manifest);
}

/** The one object of a kind and a name; a test that asks for another fails. */
export function manifest(kind: string, name = 'seaworthy'): Manifest {
  const found = installManifests().filter((object) => object.kind === kind && object.metadata.name === name);
  const [object] = found;
  if (object === undefined || found.length > 1) throw new Error(`${kind} ${name}: found ${found.length}`);
  return object;
}

/** The pod spec of a Deployment, a Job or a CronJob. */
export function podSpecOf(object: Manifest): PodSpec {
  const spec = object['spec'] as {
    template?: { spec: PodSpec };
    jobTemplate?: { spec: { template: { spec: PodSpec } } };
  };
  const template = spec.jobTemplate?.spec.template ?? spec.template;
  if (template === undefined) throw new Error(`${object.kind} has no pod template`);
  return template.spec;
}
