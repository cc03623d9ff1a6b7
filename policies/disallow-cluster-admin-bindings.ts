import { almightyRole } from '../src/policy/almighty-role.js';
import { pointer } from '../src/policy/pointer.js';
import { definePolicy } from '../src/policy/policy.js';
import { message } from '../src/policy/quote.js';
import { roleBindings } from '../src/policy/role-binding.js';
import type { BoundSubject } from '../src/policy/role-binding.js';

export default definePolicy({
  meta: {
    id: 'disallow-cluster-admin-bindings',
    title: 'Nobody must be bound to cluster-admin',
    description:
      'Whoever holds cluster-admin holds every secret and every node; bound by a RoleBinding, everything in the namespace, its ' +
      'roles included. A role that grants every verb on every resource of every group is its equal, in one rule or several, by ' +
      'whatever name and in one namespace too, where its rules can be seen. The name of a binding or of a subject exempts nobody, system: or not, but for the group system:masters: ' +
      'the API server lets it do everything without any binding, so that the binding which it makes for it grants nothing.',
    category: 'governance',
    severity: 'critical',
    remedy: 'Bind a role that grants what is needed, and take the binding to cluster-admin away.',
    references: [
      'https://kubernetes.io/docs/concepts/security/rbac-good-practices/',
      'https://kubernetes.io/docs/reference/access-authn-authz/rbac/#user-facing-roles',
    ],
  },
  target: roleBindings,
  settings: {},
  needs: ['inventory'],
  related: ['ClusterRole', 'Role'],
  *check(binding, around) {
    const role = almightyRole(binding, around);
    if (role === undefined) return;
    const { subjects } = binding;
    if (subjects.length === 0) {
      yield {
        path: '/roleRef/name',
        message: message((show) => `the binding is to ${role(show)}, and waits for a subject`),
      };
    }
    for (const subject of subjects) {
      if (isAllPowerful(subject)) continue;
      const { index, kind, name, namespace = '' } = subject;
      yield {
        path: pointer('/subjects', index),
        message: message((show) => `${titleOf(kind)} ${show(name)} is bound to ${role(show)}`),
        subject: [kind, namespace, name].join('/'),
      };
    }
  },
});

const titles: Readonly<Record<string, string>> = { User: 'user', Group: 'group', ServiceAccount: 'service account' };

function isAllPowerful({ kind, name }: BoundSubject): boolean {
  return kind === 'Group' && name === 'system:masters';
}

function titleOf(kind: string): string {
  return (Object.hasOwn(titles, kind) ? titles[kind] : undefined) ?? 'subject';
}
