import policy from '../../policies/disallow-cluster-admin-bindings.js';
import type { Json, JsonObject } from '../../src/policy/json.js';
import { clusterRole, role, within } from '../builders.js';
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
const everything = { apiGroups: ['*'], resources: ['*'], verbs: ['*'] };
const reading = { ...everything, verbs: ['get', 'list', 'watch'] };
const writing = { ...everything, verbs: ['create', 'update', 'patch', 'delete'] };
const toRole = (kind: string): JsonObject => binding([alice], { kind, name: 'reader' }, 'RoleBinding');
const bound = (who: string, subject: string, index = 0, what = 'cluster-admin') => ({
  path: `/subjects/${index}`,
  message: `${who} is bound to ${what}`,
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
    {
      name: 'a Role that grants less',
      object: toRole('Role'),
      related: [role({ ...everything, apiGroups: ['apps'] })],
    },
    {
      name: 'a ClusterRole that grants everything on one object',
      object: toRole('ClusterRole'),
      related: [clusterRole({ ...everything, resourceNames: ['web'] })],
    },
    {
      name: 'a ClusterRole that grants every verb but one, in several rules, and that one on one object',
      object: toRole('ClusterRole'),
      related: [
        clusterRole(
          reading,
          {},
          { ...writing, verbs: ['create', 'update', 'patch'] },
          {
            ...everything,
            resourceNames: ['web'],
          },
        ),
      ],
    },
    {
      name: 'a Role beside which a ClusterRole of its name grants everything',
      object: toRole('Role'),
      related: [clusterRole(everything)],
    },
    {
      name: 'a Role whose namesake elsewhere grants everything',
      object: within('shop', toRole('Role')),
      related: [within('other', role(everything))],
    },
    { name: 'a role that nobody can see', object: toRole('Role'), related: 'unknown' },
    {
      name: 'the group that may do everything anyway, bound to an equal',
      object: binding([masters], { name: 'reader' }),
      related: [clusterRole(everything)],
    },
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
      name: 'cluster-admin by its name, whatever nobody can see',
      object: binding([alice]),
      related: 'unknown',
      violations: [bound('user "alice"', 'User//alice')],
    },
    {
      name: 'a Role that is its equal in the namespace',
      object: within('shop', toRole('Role')),
      related: [within('shop', role({ apiGroups: [''], resources: ['pods'], verbs: ['get'] }, everything))],
      violations: [bound('user "alice"', 'User//alice', 0, 'Role "reader", the equal of cluster-admin')],
    },
    {
      name: 'a ClusterRole that grants every verb one by one',
      object: within('shop', toRole('ClusterRole')),
      related: [clusterRole({ ...everything, verbs: ['delete', 'patch', 'update', 'create', 'watch', 'list', 'get'] })],
      violations: [bound('user "alice"', 'User//alice', 0, 'ClusterRole "reader", the equal of cluster-admin')],
    },
    {
      name: 'a ClusterRole that grants everything in several rules',
      object: toRole('ClusterRole'),
      related: [clusterRole(reading, {}, { apiGroups: [''], resources: ['pods'], verbs: ['get'] }, writing)],
      violations: [bound('user "alice"', 'User//alice', 0, 'ClusterRole "reader", the equal of cluster-admin')],
    },
    {
      name: 'an equal that has a name of the system, and waits for somebody',
      object: binding([], { name: 'system:everything' }),
      related: [clusterRole(everything, { name: 'system:everything' })],
      violations: [
        {
          path: '/roleRef/name',
          message:
            'the binding is to ClusterRole "system:everything", the equal of cluster-admin, and waits for a subject',
        },
      ],
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
