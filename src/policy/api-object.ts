import { arrayAt, dig, field, stringAt } from './json.js';
import type { Json, JsonObject } from './json.js';
import { pointer } from './pointer.js';
import type { Pointer } from './pointer.js';
import type { Resource, Target } from './target.js';

/** An apiVersion that somebody writes an object in. */
export interface Writing {
  readonly apiVersion: string;
  readonly path: Pointer;
  /** Who writes it; undefined when it is the object itself that says so. */
  readonly writer: string | undefined;
}

/** An object of any kind. */
export interface ApiObject {
  readonly kind: string;
  /** Each apiVersion once: first the object's own, then what it was applied in, then what else wrote to it. */
  readonly writings: readonly Writing[];
}

const namespaced = (group: string, version: string, kind: string, plural: string): Resource => ({
  group,
  version,
  kind,
  plural,
});
const clusterScoped = (group: string, kind: string, plural: string): Resource => ({
  ...namespaced(group, 'v1', kind, plural),
  clusterScoped: true,
});

/** Of all kinds that have lost a version, those that people write: what the cluster makes for itself it makes in its own. */
const resources: readonly Resource[] = [
  namespaced('apps', 'v1', 'DaemonSet', 'daemonsets'),
  namespaced('apps', 'v1', 'Deployment', 'deployments'),
  namespaced('apps', 'v1', 'ReplicaSet', 'replicasets'),
  namespaced('apps', 'v1', 'StatefulSet', 'statefulsets'),
  namespaced('autoscaling', 'v2', 'HorizontalPodAutoscaler', 'horizontalpodautoscalers'),
  namespaced('batch', 'v1', 'CronJob', 'cronjobs'),
  namespaced('batch', 'v1', 'Job', 'jobs'),
  namespaced('networking.k8s.io', 'v1', 'Ingress', 'ingresses'),
  namespaced('networking.k8s.io', 'v1', 'NetworkPolicy', 'networkpolicies'),
  namespaced('policy', 'v1', 'PodDisruptionBudget', 'poddisruptionbudgets'),
  namespaced('rbac.authorization.k8s.io', 'v1', 'Role', 'roles'),
  namespaced('rbac.authorization.k8s.io', 'v1', 'RoleBinding', 'rolebindings'),
  clusterScoped('admissionregistration.k8s.io', 'MutatingWebhookConfiguration', 'mutatingwebhookconfigurations'),
  clusterScoped('admissionregistration.k8s.io', 'ValidatingWebhookConfiguration', 'validatingwebhookconfigurations'),
  clusterScoped('apiextensions.k8s.io', 'CustomResourceDefinition', 'customresourcedefinitions'),
  clusterScoped('apiregistration.k8s.io', 'APIService', 'apiservices'),
  clusterScoped('networking.k8s.io', 'IngressClass', 'ingressclasses'),
  clusterScoped('rbac.authorization.k8s.io', 'ClusterRole', 'clusterroles'),
  clusterScoped('rbac.authorization.k8s.io', 'ClusterRoleBinding', 'clusterrolebindings'),
  clusterScoped('scheduling.k8s.io', 'PriorityClass', 'priorityclasses'),
  clusterScoped('storage.k8s.io', 'CSIDriver', 'csidrivers'),
  clusterScoped('storage.k8s.io', 'StorageClass', 'storageclasses'),
];

/** Objects of every kind, as far as manifests go; in a cluster, the kinds above. */
export const apiObjects: Target<ApiObject> = { name: 'objects', resources, view: viewApiObject };

function viewApiObject(object: JsonObject, kind: string): ApiObject | undefined {
  const own = stringAt(object, 'apiVersion');
  if (own === undefined) return undefined;
  const writings = new Map<string, Writing>([[own, { apiVersion: own, path: '/apiVersion', writer: undefined }]]);
  for (const writing of [...applied(object), ...managed(object)]) {
    if (!writings.has(writing.apiVersion)) writings.set(writing.apiVersion, writing);
  }
  return { kind, writings: [...writings.values()] };
}

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/** The API server hands an object out in whatever version it is asked for; what it was applied in, kubectl wrote down. */
function applied(object: JsonObject): readonly Writing[] {
  const apiVersion = stringAt(parse(dig(object, 'metadata', 'annotations', LAST_APPLIED)), 'apiVersion');
  const path = pointer('/metadata/annotations', LAST_APPLIED);
  return apiVersion === undefined ? [] : [{ apiVersion, path, writer: 'kubectl apply' }];
}

function parse(text: Json | undefined): unknown {
  try {
    return typeof text === 'string' ? (JSON.parse(text) as unknown) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The version that each manager wrote in last. Older entries stay for as long as the fields that were set then do, so
 * that they say nothing about the manager of today. Subresources are written by controllers, not by people.
 */
function managed(object: JsonObject): readonly Writing[] {
  const last = new Map<string, { readonly time: string; readonly writing: Writing }>();
  for (const [index, raw] of arrayAt(field(object, 'metadata'), 'managedFields').entries()) {
    const apiVersion = stringAt(raw, 'apiVersion');
    if (apiVersion === undefined || stringAt(raw, 'subresource') !== undefined) continue;
    const { key, writer, time } = authorOf(raw);
    const path = pointer('/metadata/managedFields', index, 'apiVersion');
    if (time >= (last.get(key)?.time ?? '')) last.set(key, { time, writing: { apiVersion, path, writer } });
  }
  return [...last.values()].map(({ writing }) => writing);
}

/** Times are RFC 3339 in UTC, as the API server writes them, and sort as text. */
function authorOf(entry: Json): { readonly key: string; readonly writer: string; readonly time: string } {
  const [operation = '', writer = 'unknown', time = ''] = ['operation', 'manager', 'time'].map((name) =>
    stringAt(entry, name),
  );
  return { key: `${operation} ${writer}`, writer, time };
}
