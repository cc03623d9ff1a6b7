import { scaledGroupOf } from './autoscaler.js';
import { dig, field, isObject } from './json.js';
import type { Json, JsonObject } from './json.js';
import { countOf } from './replicas.js';
import { targetKinds } from './target.js';
import type { Resource, Target } from './target.js';

/** Something whose pods are as many as a number says: a Deployment or StatefulSet, or the Scale that is set for one. */
export interface Scaled {
  readonly kind: string;
  readonly object: JsonObject;
  /** How many are wanted; undefined for what is no number. */
  readonly replicas: number | undefined;
  /** As it is written. */
  readonly written: Json | undefined;
}

const resource = (group: string, kind: string, plural: string): Resource => ({ group, version: 'v1', kind, plural });

const resources: readonly Resource[] = [
  resource('apps', 'Deployment', 'deployments'),
  resource('apps', 'StatefulSet', 'statefulsets'),
];

/** The kinds that a Scale may be of. */
export const scalableKinds: readonly string[] = resources.map(({ kind }) => kind);

/** Of the others the first comes as a part of one, and the second is in no cluster but OpenShift's. */
const all = [
  ...resources,
  resource('autoscaling', 'Scale', 'scales'),
  resource('apps.openshift.io', 'DeploymentConfig', 'deploymentconfigs'),
];

/** Deployments and StatefulSets, those of OpenShift included, and the Scale by which their number alone is changed. */
export const scaled: Target<Scaled> = {
  ...targetKinds('Deployments and StatefulSets', all, viewScaled),
  resources,
  parts: [
    { group: 'autoscaling', kind: 'Scale', subresource: 'scale', of: 'deployments' },
    { group: 'autoscaling', kind: 'Scale', subresource: 'scale', of: 'statefulsets' },
  ],
};

/** Whose pods are counted, by kind and API group; no group where none is named. */
export interface Counted {
  readonly kind: string;
  readonly group: string | undefined;
}

/**
 * The object itself or, of a Scale, that of which it is a part. It does not say that of itself, but at admission the plural of the
 * kind is asked about. Of one in a manifest nobody knows; those of custom resources are not judged.
 */
export function countedBy(
  { kind, object }: Pick<Scaled, 'kind' | 'object'>,
  asked: string | undefined,
): Counted | undefined {
  if (kind !== 'Scale') return { kind, group: scaledGroupOf(object) };
  return resources.find(({ plural }) => plural === asked);
}

function viewScaled(object: JsonObject, kind: string): Scaled {
  const written = dig(object, 'spec', 'replicas');
  // The API server leaves a 0 out of a Scale, and fills in 1 elsewhere.
  const isEmptied = kind === 'Scale' && written === undefined && isObject(field(object, 'spec'));
  return { kind, object, replicas: isEmptied ? 0 : countOf(written), written };
}
