import type { Json, JsonObject } from '../src/policy/json.js';

// Each builder gives the smallest valid object of its kind, with the pod spec that a test is about.

/** A Pod named web with one container named app, or with the pod spec that is given. */
export function pod(spec: JsonObject = {}, metadata: JsonObject = {}): JsonObject {
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web', ...metadata }, spec: podSpec(spec) };
}

function podSpec(spec: JsonObject = {}): JsonObject {
  return { containers: [container()], ...spec };
}

/** A container named app, or with the fields that are given. */
export function container(fields: JsonObject = {}): JsonObject {
  return { name: 'app', image: 'registry.example.com/shop/web:1.4.2', ...fields };
}

function template(spec: JsonObject): JsonObject {
  return { metadata: { labels: { app: 'web' } }, spec: podSpec(spec) };
}

const selector = { matchLabels: { app: 'web' } };

export function deployment(spec: JsonObject = {}, more: JsonObject = {}): JsonObject {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web' },
    spec: { selector, template: template(spec), ...more },
  };
}

export function statefulSet(spec: JsonObject = {}, more: JsonObject = {}): JsonObject {
  return { ...deployment(spec, { serviceName: 'web', ...more }), kind: 'StatefulSet' };
}

export function daemonSet(spec: JsonObject = {}): JsonObject {
  return { ...deployment(spec), kind: 'DaemonSet' };
}

export function job(spec: JsonObject = {}, more: JsonObject = {}): JsonObject {
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: 'web' },
    spec: { template: template({ restartPolicy: 'Never', ...spec }), ...more },
  };
}

export function cronJob(spec: JsonObject = {}, more: JsonObject = {}): JsonObject {
  return {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name: 'web' },
    spec: {
      schedule: '0 3 * * *',
      jobTemplate: { spec: { template: template({ restartPolicy: 'OnFailure', ...spec }) } },
      ...more,
    },
  };
}

export function podTemplate(spec: JsonObject = {}): JsonObject {
  return { apiVersion: 'v1', kind: 'PodTemplate', metadata: { name: 'web' }, template: template(spec) };
}

/** A custom resource that carries a pod template by shape alone. */
export function rollout(spec: JsonObject = {}): JsonObject {
  return { ...deployment(spec), apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout' };
}

/** A pod spec with one container of each class, all with the fields that are given. */
export function everyClass(fields: JsonObject = {}): JsonObject {
  return {
    containers: [container(fields)],
    initContainers: [
      container({ name: 'init', ...fields }),
      container({ name: 'proxy', restartPolicy: 'Always', ...fields }),
    ],
    ephemeralContainers: [container({ name: 'debug', ...fields })],
  };
}

/** The containers of `everyClass` by their names, and where each stands in the pod spec. */
export const everyPlace = [
  ['app', '/containers/0'],
  ['init', '/initContainers/0'],
  ['proxy', '/initContainers/1'],
  ['debug', '/ephemeralContainers/0'],
] as const;

export function ingress(rules: Json, tls: Json = null): JsonObject {
  return { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', metadata: { name: 'web' }, spec: { rules, tls } };
}

const rbac = { apiVersion: 'rbac.authorization.k8s.io/v1' };

/** A Role with the rules that are given. */
export function role(...rules: readonly JsonObject[]): JsonObject {
  return { ...rbac, kind: 'Role', metadata: { name: 'reader' }, rules };
}

/** A ClusterRole with a rule, with what else its metadata holds, and with more rules. */
export function clusterRole(rule: JsonObject, metadata: JsonObject = {}, ...more: readonly JsonObject[]): JsonObject {
  return { ...rbac, kind: 'ClusterRole', metadata: { name: 'reader', ...metadata }, rules: [rule, ...more] };
}

/** A HorizontalPodAutoscaler of the Deployment web, with the spec that is given. */
export function autoscaler(spec: JsonObject = {}): JsonObject {
  return {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: 'web-scaler' },
    spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' }, maxReplicas: 10, ...spec },
  };
}

/** A PodDisruptionBudget for the pods that the other builders make, with the spec that is given. */
export function budget(spec: JsonObject = { maxUnavailable: 1 }): JsonObject {
  return {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name: 'web-budget' },
    spec: { selector: { matchLabels: { app: 'web' } }, ...spec },
  };
}

/** A CustomResourceDefinition of a kind, such as example.com Backup, whose one version has the schema that is given. */
export function customResourceDefinition(
  { group, kind }: { readonly group: string; readonly kind: string },
  schema: JsonObject,
  version: JsonObject = {},
): JsonObject {
  const plural = `${kind.toLowerCase()}s`;
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${group}` },
    spec: {
      group,
      scope: 'Namespaced',
      names: { kind, plural },
      versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: schema }, ...version }],
    },
  };
}

/** An object in a namespace. */
export function within(namespace: string, object: JsonObject): JsonObject {
  const metadata = object['metadata'] as JsonObject; // every builder gives it some
  return { ...object, metadata: { ...metadata, namespace } };
}
