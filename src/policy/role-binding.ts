import { RBAC } from './access-rule.js';
import { arrayAt, field, isObject, stringAt } from './json.js';
import type { JsonObject } from './json.js';
import { targetKinds } from './target.js';

/** Who is bound. */
export interface BoundSubject {
  readonly index: number;
  readonly kind: string;
  readonly name: string;
  /** Of a service account. */
  readonly namespace: string | undefined;
}

export interface RoleBinding {
  /** The kind of what is granted; a binding that names none means a ClusterRole to whoever reads it. */
  readonly roleKind: string;
  readonly roleName: string | undefined;
  readonly subjects: readonly BoundSubject[];
}

/** RoleBindings, and the ClusterRoleBindings that no admission sees. */
export const roleBindings = targetKinds(
  'role bindings',
  [
    { group: RBAC, version: 'v1', kind: 'RoleBinding', plural: 'rolebindings' },
    { group: RBAC, version: 'v1', kind: 'ClusterRoleBinding', plural: 'clusterrolebindings', clusterScoped: true },
  ],
  viewRoleBinding,
);

function viewRoleBinding(object: JsonObject): RoleBinding {
  const roleRef = field(object, 'roleRef');
  return {
    roleKind: stringAt(roleRef, 'kind') ?? 'ClusterRole',
    roleName: stringAt(roleRef, 'name'),
    subjects: arrayAt(object, 'subjects').flatMap((raw, index) => (isObject(raw) ? [viewSubject(raw, index)] : [])),
  };
}

function viewSubject(raw: JsonObject, index: number): BoundSubject {
  return {
    index,
    kind: stringAt(raw, 'kind') ?? 'subject',
    name: stringAt(raw, 'name') ?? `#${index}`,
    namespace: stringAt(raw, 'namespace'),
  };
}
