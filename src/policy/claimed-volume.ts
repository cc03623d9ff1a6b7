import type { Around } from './around.js';
import { arrayAt, dig, field, stringAt } from './json.js';
import type { Pointer } from './pointer.js';
import { volumesOf } from './volume.js';
import type { Workload } from './workload.js';

/** A volume of a pod that is a PersistentVolumeClaim. */
export interface ClaimedVolume {
  readonly name: string;
  readonly claimName: string;
  /** Where the name of the claim is. */
  readonly at: Pointer;
}

export function claimedVolumesOf(workload: Workload): readonly ClaimedVolume[] {
  return volumesOf(workload).flatMap(({ name, raw, at }) => {
    const claimName = stringAt(field(raw, 'persistentVolumeClaim'), 'claimName');
    return claimName === undefined ? [] : [{ name, claimName, at: at('persistentVolumeClaim', 'claimName') }];
  });
}

const SINGLE: readonly unknown[] = ['ReadWriteOnce', 'ReadWriteOncePod'];

/**
 * Whether only one node, or one pod, may mount what a claim asks for: a volume has every access mode that its claim names.
 * Of a claim that is not there, or that nobody can see, this is not known.
 */
export function isSingleWriter(claimName: string, { facts, namespace }: Around): boolean {
  const found = facts.inventory('PersistentVolumeClaim', namespace);
  const claim = found.known ? found.value.find((one) => dig(one, 'metadata', 'name') === claimName) : undefined;
  const modes = arrayAt(dig(claim, 'spec'), 'accessModes');
  return modes.length > 0 && modes.every((mode) => SINGLE.includes(mode));
}
