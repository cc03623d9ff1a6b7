import { groupOf } from './target.js';
import { parseVersion } from './version.js';
import type { KubernetesVersion } from './version.js';

// The releases that were the first to serve what takes the place of another, newest versions first; from the source of the removed
// APIs, against which test/e2e/removed-apis.e2e.ts holds this table too. What is not here was there before anything was deprecated.
// apiVersion | since | kinds
const SUCCESSORS = `
admissionregistration.k8s.io/v1 | 1.36 | MutatingAdmissionPolicy MutatingAdmissionPolicyBinding
admissionregistration.k8s.io/v1 | 1.30 | ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding
admissionregistration.k8s.io/v1 | 1.16 | MutatingWebhookConfiguration ValidatingWebhookConfiguration
admissionregistration.k8s.io/v1beta1 | 1.34 | MutatingAdmissionPolicy MutatingAdmissionPolicyBinding
admissionregistration.k8s.io/v1beta1 | 1.28 | ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding
admissionregistration.k8s.io/v1beta1 | 1.9 | MutatingWebhookConfiguration ValidatingWebhookConfiguration
apiextensions.k8s.io/v1 | 1.16 | CustomResourceDefinition
apiextensions.k8s.io/v1beta1 | 1.7 | CustomResourceDefinition
apps/v1 | 1.9 | ControllerRevision DaemonSet Deployment ReplicaSet StatefulSet
apps/v1beta2 | 1.8 | ControllerRevision DaemonSet Deployment ReplicaSet StatefulSet
apps/v1beta1 | 1.5 | StatefulSet
authentication.k8s.io/v1 | 1.28 | SelfSubjectReview
authentication.k8s.io/v1beta1 | 1.27 | SelfSubjectReview
autoscaling/v2 | 1.23 | HorizontalPodAutoscaler
autoscaling/v2beta2 | 1.12 | HorizontalPodAutoscaler
autoscaling/v2beta1 | 1.8 | HorizontalPodAutoscaler
batch/v1 | 1.21 | CronJob
batch/v1beta1 | 1.8 | CronJob
batch/v2alpha1 | 1.5 | CronJob
certificates.k8s.io/v1 | 1.37 | ClusterTrustBundle PodCertificateRequest
certificates.k8s.io/v1 | 1.19 | CertificateSigningRequest
certificates.k8s.io/v1beta1 | 1.35 | PodCertificateRequest
certificates.k8s.io/v1beta1 | 1.33 | ClusterTrustBundle
coordination.k8s.io/v1 | 1.14 | Lease
coordination.k8s.io/v1beta1 | 1.33 | LeaseCandidate
coordination.k8s.io/v1alpha2 | 1.32 | LeaseCandidate
discovery.k8s.io/v1 | 1.21 | EndpointSlice
discovery.k8s.io/v1beta1 | 1.16 | EndpointSlice
events.k8s.io/v1 | 1.19 | Event
flowcontrol.apiserver.k8s.io/v1 | 1.29 | FlowSchema PriorityLevelConfiguration
flowcontrol.apiserver.k8s.io/v1beta3 | 1.26 | FlowSchema PriorityLevelConfiguration
flowcontrol.apiserver.k8s.io/v1beta2 | 1.23 | FlowSchema PriorityLevelConfiguration
flowcontrol.apiserver.k8s.io/v1beta1 | 1.20 | FlowSchema PriorityLevelConfiguration
networking.k8s.io/v1 | 1.33 | IPAddress ServiceCIDR
networking.k8s.io/v1 | 1.19 | Ingress IngressClass
networking.k8s.io/v1 | 1.7 | NetworkPolicy
networking.k8s.io/v1beta1 | 1.31 | IPAddress ServiceCIDR
networking.k8s.io/v1beta1 | 1.14 | Ingress
node.k8s.io/v1 | 1.20 | RuntimeClass
node.k8s.io/v1beta1 | 1.13 | RuntimeClass
policy/v1 | 1.22 | Eviction
policy/v1 | 1.21 | PodDisruptionBudget
policy/v1beta1 | 1.5 | PodDisruptionBudget
policy/v1beta1 | 1.10 | PodSecurityPolicy
rbac.authorization.k8s.io/v1 | 1.8 | ClusterRole ClusterRoleBinding Role RoleBinding
resource.k8s.io/v1 | 1.37 | DeviceTaintRule
resource.k8s.io/v1 | 1.34 | DeviceClass ResourceClaim ResourceClaimTemplate ResourceSlice
resource.k8s.io/v1beta2 | 1.36 | DeviceTaintRule
resource.k8s.io/v1beta2 | 1.33 | DeviceClass ResourceClaim ResourceClaimTemplate ResourceSlice
resource.k8s.io/v1beta1 | 1.32 | DeviceClass ResourceClaim ResourceClaimTemplate ResourceSlice
resource.k8s.io/v1alpha3 | 1.31 | DeviceClass ResourceClaim ResourceClaimTemplate ResourceSlice
resource.k8s.io/v1alpha2 | 1.27 | ResourceClaim ResourceClaimTemplate ResourceClass
scheduling.k8s.io/v1 | 1.14 | PriorityClass
scheduling.k8s.io/v1beta1 | 1.37 | PodGroup Workload
scheduling.k8s.io/v1beta1 | 1.11 | PriorityClass
scheduling.k8s.io/v1alpha2 | 1.36 | Workload
storage.k8s.io/v1 | 1.34 | VolumeAttributesClass
storage.k8s.io/v1 | 1.24 | CSIStorageCapacity
storage.k8s.io/v1 | 1.18 | CSIDriver
storage.k8s.io/v1 | 1.17 | CSINode
storage.k8s.io/v1 | 1.13 | VolumeAttachment
storage.k8s.io/v1beta1 | 1.31 | VolumeAttributesClass
storage.k8s.io/v1beta1 | 1.21 | CSIStorageCapacity
storagemigration.k8s.io/v1 | 1.37 | StorageVersionMigration
storagemigration.k8s.io/v1beta1 | 1.35 | StorageVersionMigration
`;

/** The first release that serves a kind in an apiVersion, newest versions first. */
const introductions: ReadonlyMap<string, KubernetesVersion | undefined> = new Map(
  SUCCESSORS.trim()
    .split('\n')
    .flatMap((line) => {
      const [apiVersion = '', since = '', kinds = ''] = line.split(' | ');
      return kinds.split(' ').map((kind) => [`${apiVersion} ${kind}`, parseVersion(since)] as const);
    }),
);

/** Undefined for what was there before anything was deprecated, and for what never took the place of another. */
export function introductionOf(apiVersion: string, kind: string): KubernetesVersion | undefined {
  return introductions.get(`${apiVersion} ${kind}`);
}

/** Each apiVersion of a kind, in the group of one, that may take the place of an older one; the newest first. */
export function versionsOf(apiVersion: string, kind: string): readonly string[] {
  const group = groupOf(apiVersion);
  return [...introductions.keys()]
    .map((name) => name.split(' '))
    .flatMap(([one = '', its]) => (its === kind && groupOf(one) === group ? [one] : []));
}
