import { dig } from '../policy/json.js';
import type { JsonObject } from '../policy/json.js';

const controller = (name: string): string => `system:serviceaccount:kube-system:${name}`;

/** Which of the built-in controllers makes each kind, by the exact names that the API server authenticates. */
const makers: Readonly<Record<string, ReadonlySet<string>>> = {
  Pod: new Set(
    [
      'replicaset-controller',
      'replication-controller',
      'statefulset-controller',
      'daemon-set-controller',
      'job-controller',
    ].map(controller),
  ),
  ReplicaSet: new Set([controller('deployment-controller')]),
  Job: new Set([controller('cronjob-controller')]),
  Scale: new Set([controller('horizontal-pod-autoscaler')]),
  // From the claim templates of a StatefulSet, and from the ephemeral volumes of a Pod.
  PersistentVolumeClaim: new Set(['statefulset-controller', 'ephemeral-volume-controller'].map(controller)),
};

/** The name of a controller manager whose controllers share one identity. */
const SHARED_IDENTITY = 'system:kube-controller-manager';

/** The annotation of a Pod that mirrors a static one on its node. */
const MIRROR = 'kubernetes.io/config.mirror';

/**
 * Whether a built-in controller or a node made this object out of another that was judged.
 * The user decides, for labels, annotations and owners can be forged.
 */
export function isOwned(object: JsonObject, kind: string, user: string | undefined): boolean {
  if (user === undefined) return false;
  if (kind === 'Pod' && isMirror(object, user)) return true;
  const known = Object.hasOwn(makers, kind) ? makers[kind] : undefined;
  return known !== undefined && (user === SHARED_IDENTITY || known.has(user));
}

/** Whether this is a mirror Pod, which only a node may create. */
export function isMirror(object: JsonObject, user: string | undefined): boolean {
  return user?.startsWith('system:node:') === true && dig(object, 'metadata', 'annotations', MIRROR) !== undefined;
}
