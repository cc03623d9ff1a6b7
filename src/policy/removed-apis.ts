import { isAtLeast, parseVersion } from './version.js';
import type { KubernetesVersion } from './version.js';

/** What became of a version of an API. */
export interface Lifecycle {
  /** The release from which on the API server warns about it; undefined when it never did. */
  readonly deprecated: KubernetesVersion | undefined;
  /** The first release that does not serve it. */
  readonly removed: KubernetesVersion | undefined;
  /** The newest apiVersion to use in its place, where there is one, and the kind where that is another. */
  readonly use: string | undefined;
}

// Releases of deprecation and removal are those that the API server itself goes by: the APILifecycle methods of k8s.io/api,
// apiextensions-apiserver and kube-aggregator as of 1.37, which test/e2e/removed-apis.e2e.ts holds this table against. For what
// that source no longer has there is no such witness; from 1.16 on the guide names most of it:
// https://kubernetes.io/docs/reference/using-api/deprecation-guide/. What nobody can keep in a file, such as an
// AdmissionReview or the body of a scale, is left out, and so is what no release has deprecated yet.
// apiVersion | deprecated | removed | in its place | kinds
const TABLE = `
v1 | 1.19 | - | - | ComponentStatus
v1 | 1.33 | - | discovery.k8s.io/v1 EndpointSlice | Endpoints
admissionregistration.k8s.io/v1alpha1 | - | 1.9 | - | ExternalAdmissionHookConfiguration
admissionregistration.k8s.io/v1alpha1 | - | 1.14 | - | InitializerConfiguration
admissionregistration.k8s.io/v1alpha1 | 1.35 | 1.38 | admissionregistration.k8s.io/v1 | MutatingAdmissionPolicy MutatingAdmissionPolicyBinding
admissionregistration.k8s.io/v1alpha1 | 1.29 | 1.32 | admissionregistration.k8s.io/v1 | ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding
admissionregistration.k8s.io/v1beta1 | 1.37 | 1.40 | admissionregistration.k8s.io/v1 | MutatingAdmissionPolicy MutatingAdmissionPolicyBinding
admissionregistration.k8s.io/v1beta1 | 1.16 | 1.22 | admissionregistration.k8s.io/v1 | MutatingWebhookConfiguration ValidatingWebhookConfiguration
admissionregistration.k8s.io/v1beta1 | 1.31 | 1.34 | admissionregistration.k8s.io/v1 | ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding
apiextensions.k8s.io/v1beta1 | 1.16 | 1.22 | apiextensions.k8s.io/v1 | CustomResourceDefinition
apiregistration.k8s.io/v1beta1 | 1.19 | 1.22 | apiregistration.k8s.io/v1 | APIService
apps/v1alpha1 | - | 1.5 | apps/v1 StatefulSet | PetSet
apps/v1beta1 | 1.8 | 1.16 | apps/v1 | ControllerRevision Deployment ReplicaSet StatefulSet
apps/v1beta2 | 1.9 | 1.16 | apps/v1 | ControllerRevision DaemonSet Deployment ReplicaSet StatefulSet
auditregistration.k8s.io/v1alpha1 | - | 1.19 | - | AuditSink
authentication.k8s.io/v1alpha1 | 1.29 | 1.32 | authentication.k8s.io/v1 | SelfSubjectReview
authentication.k8s.io/v1beta1 | 1.30 | 1.33 | authentication.k8s.io/v1 | SelfSubjectReview
authentication.k8s.io/v1beta1 | 1.19 | 1.22 | authentication.k8s.io/v1 | TokenReview
authorization.k8s.io/v1beta1 | 1.19 | 1.22 | authorization.k8s.io/v1 | LocalSubjectAccessReview SelfSubjectAccessReview SelfSubjectRulesReview SubjectAccessReview
autoscaling/v2alpha1 | - | 1.8 | autoscaling/v2 | HorizontalPodAutoscaler
autoscaling/v2beta1 | 1.22 | 1.25 | autoscaling/v2 | HorizontalPodAutoscaler
autoscaling/v2beta2 | 1.23 | 1.26 | autoscaling/v2 | HorizontalPodAutoscaler
batch/v1beta1 | 1.21 | 1.25 | batch/v1 | CronJob
batch/v2alpha1 | - | 1.21 | batch/v1 | CronJob
batch/v2alpha1 | 1.5 | 1.8 | batch/v1 CronJob | ScheduledJob
certificates.k8s.io/v1alpha1 | - | 1.6 | certificates.k8s.io/v1 | CertificateSigningRequest
certificates.k8s.io/v1alpha1 | 1.34 | 1.37 | certificates.k8s.io/v1 | ClusterTrustBundle
certificates.k8s.io/v1alpha1 | - | 1.35 | certificates.k8s.io/v1 | PodCertificateRequest
certificates.k8s.io/v1beta1 | 1.19 | 1.22 | certificates.k8s.io/v1 | CertificateSigningRequest
certificates.k8s.io/v1beta1 | 1.37 | 1.40 | certificates.k8s.io/v1 | ClusterTrustBundle PodCertificateRequest
coordination.k8s.io/v1alpha1 | - | 1.32 | coordination.k8s.io/v1beta1 | LeaseCandidate
coordination.k8s.io/v1alpha2 | 1.35 | 1.38 | coordination.k8s.io/v1beta1 | LeaseCandidate
coordination.k8s.io/v1beta1 | 1.19 | 1.22 | coordination.k8s.io/v1 | Lease
coordination.k8s.io/v1beta1 | 1.36 | 1.39 | - | LeaseCandidate
discovery.k8s.io/v1alpha1 | 1.20 | 1.21 | discovery.k8s.io/v1 | EndpointSlice
discovery.k8s.io/v1beta1 | 1.21 | 1.25 | discovery.k8s.io/v1 | EndpointSlice
events.k8s.io/v1beta1 | 1.22 | 1.25 | events.k8s.io/v1 | Event
extensions/v1beta1 | 1.8 | 1.16 | apps/v1 | DaemonSet Deployment ReplicaSet
extensions/v1beta1 | 1.3 | 1.6 | autoscaling/v1 | HorizontalPodAutoscaler
extensions/v1beta1 | 1.14 | 1.22 | networking.k8s.io/v1 | Ingress
extensions/v1beta1 | 1.5 | 1.6 | batch/v1 | Job
extensions/v1beta1 | 1.9 | 1.16 | networking.k8s.io/v1 | NetworkPolicy
extensions/v1beta1 | 1.11 | 1.16 | policy/v1beta1 | PodSecurityPolicy
extensions/v1beta1 | 1.7 | 1.8 | - | ThirdPartyResource
flowcontrol.apiserver.k8s.io/v1alpha1 | 1.20 | 1.21 | flowcontrol.apiserver.k8s.io/v1 | FlowSchema PriorityLevelConfiguration
flowcontrol.apiserver.k8s.io/v1beta1 | 1.23 | 1.26 | flowcontrol.apiserver.k8s.io/v1 | FlowSchema PriorityLevelConfiguration
flowcontrol.apiserver.k8s.io/v1beta2 | 1.26 | 1.29 | flowcontrol.apiserver.k8s.io/v1 | FlowSchema PriorityLevelConfiguration
flowcontrol.apiserver.k8s.io/v1beta3 | 1.29 | 1.32 | flowcontrol.apiserver.k8s.io/v1 | FlowSchema PriorityLevelConfiguration
networking.k8s.io/v1alpha1 | - | 1.29 | - | ClusterCIDR
networking.k8s.io/v1alpha1 | - | 1.31 | networking.k8s.io/v1 | IPAddress ServiceCIDR
networking.k8s.io/v1beta1 | 1.34 | 1.37 | networking.k8s.io/v1 | IPAddress ServiceCIDR
networking.k8s.io/v1beta1 | 1.19 | 1.22 | networking.k8s.io/v1 | Ingress IngressClass
node.k8s.io/v1alpha1 | - | 1.24 | node.k8s.io/v1 | RuntimeClass
node.k8s.io/v1beta1 | 1.22 | 1.25 | node.k8s.io/v1 | RuntimeClass
policy/v1alpha1 | - | 1.5 | policy/v1 | PodDisruptionBudget
policy/v1beta1 | 1.22 | 1.25 | policy/v1 | Eviction
policy/v1beta1 | 1.21 | 1.25 | policy/v1 | PodDisruptionBudget
policy/v1beta1 | 1.21 | 1.25 | - | PodSecurityPolicy
rbac.authorization.k8s.io/v1alpha1 | 1.17 | 1.23 | rbac.authorization.k8s.io/v1 | ClusterRole ClusterRoleBinding Role RoleBinding
rbac.authorization.k8s.io/v1beta1 | 1.17 | 1.22 | rbac.authorization.k8s.io/v1 | ClusterRole ClusterRoleBinding Role RoleBinding
resource.k8s.io/v1alpha1 | - | 1.27 | - | PodScheduling
resource.k8s.io/v1alpha1 | - | 1.27 | resource.k8s.io/v1 DeviceClass | ResourceClass
resource.k8s.io/v1alpha1 | - | 1.27 | resource.k8s.io/v1 | ResourceClaim ResourceClaimTemplate
resource.k8s.io/v1alpha2 | - | 1.31 | - | PodSchedulingContext ResourceClaimParameters ResourceClassParameters
resource.k8s.io/v1alpha2 | - | 1.31 | resource.k8s.io/v1 DeviceClass | ResourceClass
resource.k8s.io/v1alpha2 | - | 1.31 | resource.k8s.io/v1 | ResourceClaim ResourceClaimTemplate ResourceSlice
resource.k8s.io/v1alpha3 | - | 1.34 | resource.k8s.io/v1 | DeviceClass ResourceClaim ResourceClaimTemplate ResourceSlice
resource.k8s.io/v1alpha3 | 1.36 | 1.39 | resource.k8s.io/v1 | DeviceTaintRule
resource.k8s.io/v1alpha3 | - | 1.32 | - | PodSchedulingContext
resource.k8s.io/v1beta1 | 1.35 | 1.38 | resource.k8s.io/v1 | DeviceClass ResourceClaim ResourceClaimTemplate ResourceSlice
resource.k8s.io/v1beta2 | 1.36 | 1.39 | resource.k8s.io/v1 | DeviceClass ResourceClaim ResourceClaimTemplate ResourceSlice
scheduling.k8s.io/v1alpha1 | 1.14 | 1.23 | scheduling.k8s.io/v1 | PriorityClass
scheduling.k8s.io/v1alpha1 | - | 1.36 | scheduling.k8s.io/v1beta1 | Workload
scheduling.k8s.io/v1alpha2 | - | 1.37 | scheduling.k8s.io/v1beta1 | PodGroup Workload
scheduling.k8s.io/v1beta1 | 1.14 | 1.22 | scheduling.k8s.io/v1 | PriorityClass
settings.k8s.io/v1alpha1 | - | 1.20 | - | PodPreset
storage.k8s.io/v1alpha1 | 1.21 | 1.24 | storage.k8s.io/v1 | CSIStorageCapacity VolumeAttachment
storage.k8s.io/v1alpha1 | 1.32 | 1.35 | storage.k8s.io/v1 | VolumeAttributesClass
storage.k8s.io/v1beta1 | 1.19 | 1.22 | storage.k8s.io/v1 | CSIDriver StorageClass VolumeAttachment
storage.k8s.io/v1beta1 | 1.17 | 1.22 | storage.k8s.io/v1 | CSINode
storage.k8s.io/v1beta1 | 1.24 | 1.27 | storage.k8s.io/v1 | CSIStorageCapacity
storage.k8s.io/v1beta1 | 1.34 | 1.37 | storage.k8s.io/v1 | VolumeAttributesClass
storagemigration.k8s.io/v1alpha1 | - | 1.35 | storagemigration.k8s.io/v1 | StorageVersionMigration
storagemigration.k8s.io/v1beta1 | 1.37 | 1.40 | storagemigration.k8s.io/v1 | StorageVersionMigration
`;

/** What was removed or deprecated, by apiVersion and kind. */
const lifecycles: ReadonlyMap<string, Lifecycle> = new Map(TABLE.trim().split('\n').flatMap(readLine));

function readLine(line: string): [string, Lifecycle][] {
  const [apiVersion = '', deprecated = '', removed = '', use, kinds = ''] = line.split(' | ');
  const lifecycle: Lifecycle = {
    deprecated: parseVersion(deprecated),
    removed: parseVersion(removed),
    use: use === '-' ? undefined : use,
  };
  return kinds.split(' ').map((kind) => [`${apiVersion} ${kind}`, lifecycle]);
}

/** What became of a kind in an apiVersion; undefined for what Kubernetes serves and will serve, and for what is not its own. */
export function lifecycleOf(apiVersion: string, kind: string): Lifecycle | undefined {
  return lifecycles.get(`${apiVersion} ${kind}`);
}

/** Everything in the table. */
export function oldApis(): readonly { readonly apiVersion: string; readonly kind: string }[] {
  return [...lifecycles.keys()].map((name) => {
    const [apiVersion = '', kind = ''] = name.split(' ');
    return { apiVersion, kind };
  });
}

/** Whether a release has been reached: it is there and not after the version. */
export function isReached(
  release: KubernetesVersion | undefined,
  version: KubernetesVersion,
): release is KubernetesVersion {
  return release !== undefined && isAtLeast(version, release.minor);
}
