import policy from '../../policies/disallow-cluster-admin-bindings.js';
import type { Json, JsonObject } from '../../src/policy/json.js';
import { testPolicy } from '../policy-tester.js';

function binding(subjects: Json, roleRef: JsonObject = {}, kind = 'ClusterRoleBinding'): JsonObject {
  return {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind,
    metadata: { name: 'system:own' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'cluster-admin', ...roleRef },
    subjects,
  };
}

const alice = { kind: 'User', name: 'alice' };
const masters = { kind: 'Group', name: 'system:masters' };
const bound = (who: string, subject: string, index = 0) => ({
  path: `/subjects/${index}`,
  message: `${who} is bound to cluster-admin`,
  subject,
});

testPolicy(policy, {
  accepts: [
    { name: 'a binding to another role', object: binding([alice], { name: 'view' }) },
    {
      name: 'a Role of the namespace that has the same name',
      object: binding([alice], { kind: 'Role' }, 'RoleBinding'),
    },
    { name: 'the binding that the API server makes', object: binding([masters]) },
    { name: 'a binding to nothing', object: { ...binding([alice]), roleRef: null } },
  ],
  rejects: [
    {
      name: 'each subject of a ClusterRoleBinding',
      object: binding([alice, masters, { kind: 'ServiceAccount', name: 'default', namespace: 'shop' }]),
      violations: [
        bound('user "alice"', 'User//alice'),
        bound('service account "default"', 'ServiceAccount/shop/default', 2),
      ],
    },
    {
      name: 'a RoleBinding',
      object: binding([{ kind: 'Group', name: 'system:authenticated' }], {}, 'RoleBinding'),
      violations: [bound('group "system:authenticated"', 'Group//system:authenticated')],
    },
    {
      name: 'a user who has the name of the group',
      object: binding([{ kind: 'User', name: 'system:masters' }]),
      violations: [bound('user "system:masters"', 'User//system:masters')],
    },
    {
      name: 'a binding that waits for somebody',
      object: binding(null),
      violations: [{ path: '/roleRef/name', message: 'the binding is to cluster-admin, and waits for a subject' }],
    },
    {
      name: 'a subject without a name, of a kind that is none, bound to a role without a kind',
      object: binding([{ kind: 'constructor' }], { kind: null }),
      violations: [bound('subject "#0"', 'constructor//#0')],
    },
  ],
});
