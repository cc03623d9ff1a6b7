import { arrayAt, field, objectAt, stringAt } from '../policy/json.js';
import type { JsonObject } from '../policy/json.js';

/** Remembers what was judged, so that what a judged object makes is not judged a second time. */
export interface Owners {
  /** The uid of what made an object of a kind, where that was judged, or made by one that was. What is asked about is remembered. */
  readonly answeringFor: (object: JsonObject, kind: string) => string | undefined;
}

/**
 * What makes objects of each kind out of a part of its own, which was judged there. Whoever creates an object may write any owner
 * into it, and others own what they do not say a word about, as a Deployment may own ConfigMaps.
 */
const MAKERS: Readonly<Record<string, readonly string[]>> = {
  Pod: ['ReplicaSet', 'ReplicationController', 'StatefulSet', 'DaemonSet', 'Job'],
  ReplicaSet: ['Deployment'],
  Job: ['CronJob'],
  PersistentVolumeClaim: ['StatefulSet'],
};

const makers = new Set(Object.values(MAKERS).flat());

/** Knows objects by their uid, 36 characters each, and by the kind that they were listed as: a reference may say anything. */
export function createOwners(): Owners {
  const kinds = new Map<string, string>();
  return {
    answeringFor: (object, kind) => {
      const metadata = objectAt(object, 'metadata');
      const uid = stringAt(metadata, 'uid');
      if (uid !== undefined && makers.has(kind)) kinds.set(uid, kind);
      const owner = controllerOf(metadata);
      const itsKind = owner === undefined ? undefined : kinds.get(owner);
      return itsKind !== undefined && madeBy(kind).includes(itsKind) ? owner : undefined;
    },
  };
}

function madeBy(kind: string): readonly string[] {
  return (Object.hasOwn(MAKERS, kind) ? MAKERS[kind] : undefined) ?? [];
}

/** The uid of the controller among the owners: the API server allows one. */
function controllerOf(metadata: JsonObject | undefined): string | undefined {
  const owner = arrayAt(metadata, 'ownerReferences').find((reference) => field(reference, 'controller') === true);
  return stringAt(owner, 'uid');
}
