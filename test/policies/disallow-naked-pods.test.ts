import policy from '../../policies/disallow-naked-pods.js';
import { pod } from '../builders.js';
import { testPolicy } from '../policy-tester.js';

const owner = { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web-7d4b', uid: 'a1', controller: true };
const mirror = { annotations: { 'kubernetes.io/config.mirror': 'c0ffee' } };
const violation = { path: '/metadata/ownerReferences', message: 'the pod has no owner that would replace it' };

testPolicy(policy, {
  accepts: [
    { name: 'a Pod that a ReplicaSet owns', object: pod({}, { ownerReferences: [owner] }), user: 'alice' },
    {
      name: 'the mirror of a static pod, made by its node',
      object: pod({}, mirror),
      user: 'system:node:worker-1',
    },
    { name: 'the mirror of a static pod that an audit finds', object: pod({}, mirror) },
  ],
  rejects: [
    { name: 'a Pod by itself', object: pod(), violations: [violation] },
    { name: 'an empty list of owners', object: pod({}, { ownerReferences: [] }), violations: [violation] },
    { name: 'owners of null', object: pod({}, { ownerReferences: [null] }), user: 'alice', violations: [violation] },
    {
      name: 'the mark of a mirror that somebody else wrote',
      object: pod({}, mirror),
      user: 'alice',
      violations: [violation],
    },
    { name: 'what a node makes that is no mirror', object: pod(), user: 'system:node:a', violations: [violation] },
  ],
});
