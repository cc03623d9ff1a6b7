import { arrayAt, field, objectAt, stringAt } from '../policy/json.js';
import type { JsonObject } from '../policy/json.js';

/** Remembers what was judged, so that what a judged object makes is not judged a second time. */
export interface Owners {
  /** The uid of what made the object, where that was judged, or made by one that was. What is asked about is remembered. */
  readonly answeringFor: (object: JsonObject) => string | undefined;
}

/** Knows objects by their uid alone: 36 characters each, and a name or a kind in a reference may say anything. */
export function createOwners(): Owners {
  const known = new Set<string>();
  return {
    answeringFor: (object) => {
      const metadata = objectAt(object, 'metadata');
      const uid = stringAt(metadata, 'uid');
      const owner = controllerOf(metadata);
      const isAnswering = owner !== undefined && known.has(owner);
      // Nothing that is audited is made by a Pod, and there are more Pods than anything else.
      if (uid !== undefined && object['kind'] !== 'Pod') known.add(uid);
      return isAnswering ? owner : undefined;
    },
  };
}

/** The uid of the controller among the owners: the API server allows one. */
function controllerOf(metadata: JsonObject | undefined): string | undefined {
  const owner = arrayAt(metadata, 'ownerReferences').find((reference) => field(reference, 'controller') === true);
  return stringAt(owner, 'uid');
}
