import { arrayAt, isObject, stringAt, dig } from './json.js';
import type { JsonObject } from './json.js';
import { pointer } from './pointer.js';
import type { Pointer, Segment } from './pointer.js';
import { rememberEach } from './remember-each.js';
import { rememberLatest } from './remember.js';
import { targetKinds } from './target.js';

/** Texts at their places in a list; what is no text is undefined. */
export type Texts = readonly (string | undefined)[];

/** The same as a set: a list is as long as its author likes, and is searched for the parts of each rule. */
export const setOf = rememberEach((texts: Texts): ReadonlySet<string | undefined> => new Set(texts));

/** One rule of a Role or a ClusterRole: its verbs on its resources of its groups, or on paths of the server that are none. */
export interface AccessRule {
  readonly apiGroups: Texts;
  readonly resources: Texts;
  readonly verbs: Texts;
  /** The only objects that it is about, by their names; where there are none it is about all. */
  readonly resourceNames: Texts;
  readonly nonResourceURLs: Texts;
  readonly at: (...segments: readonly Segment[]) => Pointer;
}

export interface Role {
  /** Whether it can grant what belongs to no namespace, such as nodes. */
  readonly isClusterRole: boolean;
  readonly rules: readonly AccessRule[];
}

/** The group of roles and of their bindings. */
export const RBAC = 'rbac.authorization.k8s.io';

/** Roles, and the ClusterRoles that no admission sees. What the API server makes for itself grants nothing. */
export const roles = targetKinds<Role>(
  'roles',
  [
    { group: RBAC, version: 'v1', kind: 'Role', plural: 'roles' },
    { group: RBAC, version: 'v1', kind: 'ClusterRole', plural: 'clusterroles', clusterScoped: true },
  ],
  viewRole,
);

function viewRole(object: JsonObject, kind: string): Role {
  const isClusterRole = kind === 'ClusterRole';
  if (isClusterRole && isBootstrapRole(object)) return { isClusterRole, rules: [] };
  return {
    isClusterRole,
    rules: arrayAt(object, 'rules').flatMap((raw, index) => (isObject(raw) ? [viewRule(raw, index)] : [])),
  };
}

function viewRule(raw: JsonObject, index: number): AccessRule {
  return {
    apiGroups: textsAt(raw, 'apiGroups'),
    resources: textsAt(raw, 'resources'),
    verbs: textsAt(raw, 'verbs'),
    resourceNames: textsAt(raw, 'resourceNames'),
    nonResourceURLs: textsAt(raw, 'nonResourceURLs'),
    at: (...segments) => pointer('/rules', index, ...segments),
  };
}

function textsAt(raw: JsonObject, name: string): Texts {
  return arrayAt(raw, name).map((text) => (typeof text === 'string' ? text : undefined));
}

/** Names of the ClusterRoles that the API server makes when it starts, and restores whenever they are changed. */
const bootstrapRoles: ReadonlySet<string> = new Set([
  'admin',
  'cluster-admin',
  'edit',
  'system:aggregate-to-admin',
  'system:aggregate-to-edit',
  'system:controller:clusterrole-aggregation-controller',
  'system:controller:cronjob-controller',
  'system:controller:daemon-set-controller',
  'system:controller:deployment-controller',
  'system:controller:disruption-controller',
  'system:controller:generic-garbage-collector',
  'system:controller:horizontal-pod-autoscaler',
  'system:controller:namespace-controller',
  'system:controller:resource-claim-controller',
  'system:controller:resourcequota-controller',
  'system:controller:statefulset-controller',
  'system:controller:storage-version-migrator-controller',
  'system:kube-controller-manager',
  'system:kube-scheduler',
  'system:kubelet-api-admin',
]);

/** The label alone could be put on anything, and a name alone could be taken before a release takes it. */
function isBootstrapRole(object: JsonObject): boolean {
  const label = dig(object, 'metadata', 'labels', 'kubernetes.io/bootstrapping');
  return label === 'rbac-defaults' && bootstrapRoles.has(stringAt(object['metadata'], 'name') ?? '');
}

/** Whether a rule is about a group of the API; one that names none is refused, and may be meant for any. */
export function isAboutGroup({ apiGroups }: AccessRule, group: string): boolean {
  return apiGroups.length === 0 || apiGroups.includes(group) || apiGroups.includes('*');
}

/**
 * What a rule is about, for a message: pods, pods/log; of one that is about no resources its paths: /metrics. It is put together
 * once for all that a rule is blamed for.
 */
export const objectsOf = rememberLatest(({ resources, nonResourceURLs }: AccessRule): string =>
  (resources.length > 0 ? resources : nonResourceURLs).filter(isText).join(', '),
);

/** The names of the only objects that a rule is about, for a message; empty where it is about all. */
export const objectNamesOf = rememberLatest(({ resourceNames }: AccessRule): string =>
  resourceNames.filter(isText).join(', '),
);

export function isText(text: string | undefined): text is string {
  return text !== undefined;
}
