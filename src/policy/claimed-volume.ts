import type { Around } from './around.js';
import { arrayAt, field, stringAt } from './json.js';
import type { JsonObject } from './json.js';
import type { Pointer } from './pointer.js';
import { rememberLatest } from './remember.js';
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
 * The names of the claims that only one node, or one pod, may mount: a volume has every access mode that its claim names.
 * Of a claim that is not there, or that nobody can see, this is not known.
 */
export function singleWriters({ facts, namespace }: Around): ReadonlySet<string> {
  const found = facts.inventory('PersistentVolumeClaim', namespace);
  return singleAmong(found.known ? found.value : NONE);
}

const NONE: readonly JsonObject[] = [];

/** The inventory gives the same list until something in it changes. Of two claims of one name nobody knows which is meant. */
const singleAmong = rememberLatest((claims: readonly JsonObject[]): ReadonlySet<string> => {
  const single = new Map<string, boolean>();
  for (const claim of claims) {
    const name = stringAt(field(claim, 'metadata'), 'name') ?? '';
    const modes = arrayAt(field(claim, 'spec'), 'accessModes');
    const isSingle = modes.length > 0 && modes.every((mode) => SINGLE.includes(mode));
    single.set(name, isSingle && !single.has(name));
  }
  return new Set([...single].filter(([, isSingle]) => isSingle).map(([name]) => name));
});
