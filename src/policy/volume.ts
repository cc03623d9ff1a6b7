import { arrayAt, field, isObject, stringAt } from './json.js';
import type { JsonObject } from './json.js';
import type { Pointer, Segment } from './pointer.js';
import { isAtLeast, newestKubernetes } from './version.js';
import type { KubernetesVersion } from './version.js';
import type { Workload } from './workload.js';

/** One entry of a pod's `volumes`. */
export interface Volume {
  /** Its name; where it has none, its place in the list, such as #0. */
  readonly name: string;
  readonly raw: JsonObject;
  /** The fields that say where it comes from, such as configMap; none means emptyDir to the API server. */
  readonly sources: readonly string[];
  /** The pointer to a field of the volume. */
  readonly at: (...segments: readonly Segment[]) => Pointer;
}

/** Every volume of the pod; entries that are no objects are passed over and keep their place. */
export function volumesOf(workload: Workload): readonly Volume[] {
  const volumes: Volume[] = [];
  for (const [index, raw] of arrayAt(workload.spec, 'volumes').entries()) {
    if (!isObject(raw)) continue;
    volumes.push({
      name: stringAt(raw, 'name') ?? `#${index}`,
      raw,
      sources: Object.keys(raw).filter((name) => name !== 'name' && field(raw, name) !== undefined),
      at: (...segments) => workload.at('volumes', index, ...segments),
    });
  }
  return volumes;
}

/** The types that the Pod Security Standards leave in their Restricted level. */
const ALLOWED = [
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'image',
  'persistentVolumeClaim',
  'projected',
  'secret',
];

/** Every other type that the API has, up to the newest Kubernetes that is known here. */
const RESTRICTED = [
  'awsElasticBlockStore',
  'azureDisk',
  'azureFile',
  'cephfs',
  'cinder',
  'fc',
  'flexVolume',
  'flocker',
  'gcePersistentDisk',
  'gitRepo',
  'glusterfs',
  'hostPath',
  'iscsi',
  'nfs',
  'photonPersistentDisk',
  'portworxVolume',
  'quobyte',
  'rbd',
  'scaleIO',
  'storageos',
  'vsphereVolume',
];

/**
 * The type of the volume where Restricted refuses it. A field that is none of the API's has no effect, but on a cluster that is
 * newer than the list it may be a type, and counts as one that is refused.
 */
export function restrictedSourceOf({ sources }: Volume, version: KubernetesVersion): string | undefined {
  if (sources.some((source) => ALLOWED.includes(source))) return undefined;
  const isNewer = isAtLeast(version, newestKubernetes.minor + 1);
  return sources.find((source) => isNewer || RESTRICTED.includes(source));
}
