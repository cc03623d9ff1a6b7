import { dig, stringAt } from './json.js';
import type { JsonObject } from './json.js';
import { groupOf } from './target.js';

/**
 * The kinds of Kubernetes that are in no namespace, by their group: what `kubectl api-resources --namespaced=false` lists and somebody
 * may write, with the alpha ones, and with those that are gone.
 */
const CLUSTER_SCOPED: Readonly<Record<string, string>> = {
  '': 'ComponentStatus Namespace Node PersistentVolume',
  'admissionregistration.k8s.io':
    'MutatingAdmissionPolicy MutatingAdmissionPolicyBinding MutatingWebhookConfiguration ValidatingAdmissionPolicy ' +
    'ValidatingAdmissionPolicyBinding ValidatingWebhookConfiguration',
  'apiextensions.k8s.io': 'CustomResourceDefinition',
  'apiregistration.k8s.io': 'APIService',
  'certificates.k8s.io': 'CertificateSigningRequest ClusterTrustBundle',
  extensions: 'PodSecurityPolicy',
  'flowcontrol.apiserver.k8s.io': 'FlowSchema PriorityLevelConfiguration',
  'internal.apiserver.k8s.io': 'StorageVersion',
  'networking.k8s.io': 'ClusterCIDR IPAddress IngressClass ServiceCIDR',
  'node.k8s.io': 'RuntimeClass',
  policy: 'PodSecurityPolicy',
  'rbac.authorization.k8s.io': 'ClusterRole ClusterRoleBinding',
  'resource.k8s.io': 'DeviceClass DeviceTaintRule ResourcePoolStatusRequest ResourceSlice',
  'scheduling.k8s.io': 'PriorityClass',
  'storage.k8s.io': 'CSIDriver CSINode StorageClass VolumeAttachment VolumeAttributesClass',
  'storagemigration.k8s.io': 'StorageVersionMigration',
};

const clusterScoped = new Map(
  Object.entries(CLUSTER_SCOPED).map(([group, kinds]) => [group, new Set(kinds.split(' '))]),
);

/** Whether an object is of one of Kubernetes' own kinds that are in no namespace. One that is written there all the same is ignored. */
export function isClusterScoped(object: JsonObject): boolean {
  const kinds = clusterScoped.get(groupOf(stringAt(object, 'apiVersion') ?? ''));
  return kinds?.has(stringAt(object, 'kind') ?? '') === true;
}

/** The namespace that an object names, as far as one can hold for it. */
export function namespaceOf(object: JsonObject): string | undefined {
  return isClusterScoped(object) ? undefined : stringAt(dig(object, 'metadata'), 'namespace');
}

/**
 * The namespace that an object is judged in; `otherwise` is for those that name none and need one. A Namespace is its own place:
 * its labels opt it in, and its name exempts it.
 */
export function placeOf(object: JsonObject, otherwise?: string): string | undefined {
  if (!isClusterScoped(object)) return namespaceOf(object) ?? otherwise;
  return stringAt(object, 'kind') === 'Namespace' ? stringAt(dig(object, 'metadata'), 'name') : undefined;
}
