import { arrayAt, dig, field, isObject } from '../src/policy/json.js';
import type { JsonObject } from '../src/policy/json.js';
import { pods } from '../src/policy/pod.js';
import { definePolicy } from '../src/policy/policy.js';

/** What the kubelet writes on the Pod that shows a static one in the cluster. */
const MIRROR = 'kubernetes.io/config.mirror';

export default definePolicy({
  meta: {
    id: 'disallow-naked-pods',
    title: 'Pods must have an owner',
    description:
      'A Pod that nothing owns is gone for good when its node is drained or dies, and no roll-out ever renews it. Static pods are ' +
      'exempt, as their node owns them: at admission by who creates their mirror, a node; elsewhere by the mark that it bears, for the ' +
      'kubelet ends every other Pod that bears it.',
    category: 'availability',
    severity: 'medium',
    remedy: 'Make the Pod from a Deployment, StatefulSet, DaemonSet or Job.',
    references: [
      'https://kubernetes.io/docs/concepts/workloads/pods/',
      'https://kubernetes.io/docs/tasks/configure-pod-container/static-pod/',
    ],
  },
  target: pods,
  settings: {},
  *check({ object }, { user }) {
    if (hasOwner(object) || isMirror(object, user)) return;
    yield { path: '/metadata/ownerReferences', message: 'the pod has no owner that would replace it' };
  },
});

function hasOwner(object: JsonObject): boolean {
  return arrayAt(field(object, 'metadata'), 'ownerReferences').some(isObject);
}

/** Anybody can write the annotation; who asks is beyond doubt, where it is known. */
function isMirror(object: JsonObject, user: string | undefined): boolean {
  const isMarked = dig(object, 'metadata', 'annotations', MIRROR) !== undefined;
  return isMarked && (user === undefined || user.startsWith('system:node:'));
}
