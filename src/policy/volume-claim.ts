import { arrayAt, dig, field, isObject, stringAt } from './json.js';
import type { Json, JsonObject } from './json.js';
import { pointer } from './pointer.js';
import type { Pointer } from './pointer.js';
import { targetKinds } from './target.js';

/** A claim to a volume, or the template that a StatefulSet makes claims from. */
export interface VolumeClaim {
  readonly name: string;
  readonly metadata: Json | undefined;
  /** The pointer to its metadata. */
  readonly at: Pointer;
}

export interface VolumeClaims {
  readonly claims: readonly VolumeClaim[];
  /** The metadata of the pods that mount the claims, where the object makes them. */
  readonly podMetadata: Json | undefined;
}

/** PersistentVolumeClaims, and the StatefulSets that make them. */
export const volumeClaims = targetKinds(
  'volume claims',
  [
    { group: '', version: 'v1', kind: 'PersistentVolumeClaim', plural: 'persistentvolumeclaims' },
    { group: 'apps', version: 'v1', kind: 'StatefulSet', plural: 'statefulsets' },
  ],
  viewVolumeClaims,
);

function viewVolumeClaims(object: JsonObject, kind: string): VolumeClaims {
  if (kind === 'PersistentVolumeClaim') return { claims: [viewClaim(object, '', '#0')], podMetadata: undefined };
  const templates = arrayAt(field(object, 'spec'), 'volumeClaimTemplates');
  return {
    claims: templates.flatMap((raw, index) =>
      isObject(raw) ? [viewClaim(raw, pointer('/spec/volumeClaimTemplates', index), `#${index}`)] : [],
    ),
    podMetadata: dig(object, 'spec', 'template', 'metadata'),
  };
}

function viewClaim(raw: JsonObject, base: Pointer, fallback: string): VolumeClaim {
  const metadata = field(raw, 'metadata');
  return { name: stringAt(metadata, 'name') ?? fallback, metadata, at: pointer(base, 'metadata') };
}
