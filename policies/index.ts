import type { Policy } from '../src/policy/policy.js';
import disallowBlockingDisruptionBudget from './disallow-blocking-disruption-budget.js';
import disallowClusterAdminBindings from './disallow-cluster-admin-bindings.js';
import disallowDefaultNamespace from './disallow-default-namespace.js';
import disallowHostNamespaces from './disallow-host-namespaces.js';
import disallowHostPath from './disallow-host-path.js';
import disallowHostPorts from './disallow-host-ports.js';
import disallowHostProbes from './disallow-host-probes.js';
import disallowHostProcess from './disallow-host-process.js';
import disallowIngressConflicts from './disallow-ingress-conflicts.js';
import disallowNakedPods from './disallow-naked-pods.js';
import disallowPrivilegeEscalation from './disallow-privilege-escalation.js';
import disallowPrivilegedContainers from './disallow-privileged-containers.js';
import disallowRemovedApis from './disallow-removed-apis.js';
import disallowSecretsInConfigMaps from './disallow-secrets-in-config-maps.js';
import disallowSecretsInEnvironment from './disallow-secrets-in-environment.js';
import disallowSharedSingleWriterVolumes from './disallow-shared-single-writer-volumes.js';
import disallowWildcardRbac from './disallow-wildcard-rbac.js';
import requireCronJobPolicy from './require-cron-job-policy.js';
import requireDroppedCapabilities from './require-dropped-capabilities.js';
import requireGracefulTermination from './require-graceful-termination.js';
import requireIngressHost from './require-ingress-host.js';
import requireIngressTls from './require-ingress-tls.js';
import requireJobLimits from './require-job-limits.js';
import requireLabels from './require-labels.js';
import requireMatchingSelector from './require-matching-selector.js';
import requireNetworkPolicy from './require-network-policy.js';
import requireNonRoot from './require-non-root.js';
import requirePinnedImages from './require-pinned-images.js';
import requirePodDisruptionBudget from './require-pod-disruption-budget.js';
import requirePrestopHook from './require-prestop-hook.js';
import requirePriorityClass from './require-priority-class.js';
import requireProbes from './require-probes.js';
import requireReadOnlyRootFilesystem from './require-read-only-root-filesystem.js';
import requireReplicas from './require-replicas.js';
import requireResourceQuota from './require-resource-quota.js';
import requireResources from './require-resources.js';
import requireRollingUpdate from './require-rolling-update.js';
import requireScannedImages from './require-scanned-images.js';
import requireSeccompProfile from './require-seccomp-profile.js';
import requireSoundAutoscaling from './require-sound-autoscaling.js';
import requireSoundProbes from './require-sound-probes.js';
import requireSoundResources from './require-sound-resources.js';
import requireTopologySpread from './require-topology-spread.js';
import requireValidSchema from './require-valid-schema.js';
import requireVolumeBackup from './require-volume-backup.js';
import restrictAddedCapabilities from './restrict-added-capabilities.js';
import restrictApparmor from './restrict-apparmor.js';
import restrictImageRegistries from './restrict-image-registries.js';
import restrictPodExec from './restrict-pod-exec.js';
import restrictProcMount from './restrict-proc-mount.js';
import restrictSeccomp from './restrict-seccomp.js';
import restrictSelinux from './restrict-selinux.js';
import restrictServiceAccountToken from './restrict-service-account-token.js';
import restrictServiceExposure from './restrict-service-exposure.js';
import restrictSysctls from './restrict-sysctls.js';
import restrictVolumeTypes from './restrict-volume-types.js';

/** Every policy, sorted by id. */
export const policies: readonly Policy[] = [
  disallowBlockingDisruptionBudget,
  disallowClusterAdminBindings,
  disallowDefaultNamespace,
  disallowHostNamespaces,
  disallowHostPath,
  disallowHostPorts,
  disallowHostProbes,
  disallowHostProcess,
  disallowIngressConflicts,
  disallowNakedPods,
  disallowPrivilegeEscalation,
  disallowPrivilegedContainers,
  disallowRemovedApis,
  disallowSecretsInConfigMaps,
  disallowSecretsInEnvironment,
  disallowSharedSingleWriterVolumes,
  disallowWildcardRbac,
  requireCronJobPolicy,
  requireDroppedCapabilities,
  requireGracefulTermination,
  requireIngressHost,
  requireIngressTls,
  requireJobLimits,
  requireLabels,
  requireMatchingSelector,
  requireNetworkPolicy,
  requireNonRoot,
  requirePinnedImages,
  requirePodDisruptionBudget,
  requirePrestopHook,
  requirePriorityClass,
  requireProbes,
  requireReadOnlyRootFilesystem,
  requireReplicas,
  requireResourceQuota,
  requireResources,
  requireRollingUpdate,
  requireScannedImages,
  requireSeccompProfile,
  requireSoundAutoscaling,
  requireSoundProbes,
  requireSoundResources,
  requireTopologySpread,
  requireValidSchema,
  requireVolumeBackup,
  restrictAddedCapabilities,
  restrictApparmor,
  restrictImageRegistries,
  restrictPodExec,
  restrictProcMount,
  restrictSeccomp,
  restrictSelinux,
  restrictServiceAccountToken,
  restrictServiceExposure,
  restrictSysctls,
  restrictVolumeTypes,
];
