import { definePolicy } from '../src/policy/policy.js';
import { message } from '../src/policy/quote.js';
import { restrictedSourceOf, volumesOf } from '../src/policy/volume.js';
import { workloads } from '../src/policy/workload.js';

const CLONE = 'Mount an emptyDir, and clone the repository into it in an init container.';

export default definePolicy({
  meta: {
    id: 'restrict-volume-types',
    title: 'Pods may mount volumes of portable and safe types alone',
    description:
      'A volume that names a disk or a server in the pod goes past storage classes, quotas and their credentials, and the drivers of ' +
      'most such types have left Kubernetes. Allowed are configMap, csi, downwardAPI, emptyDir, ephemeral, image, ' +
      'persistentVolumeClaim, projected and secret; a volume without a type is an emptyDir. A misspelt type has no effect and is ' +
      'passed over, unless the cluster is newer than the list of types. A hostPath is reported by disallow-host-path alone, where that ' +
      'is in force and at least as strict.',
    category: 'pod-security',
    severity: 'medium',
    remedy: 'Mount a persistentVolumeClaim, whose storage class names the disk or the server.',
    references: [
      'https://kubernetes.io/docs/concepts/security/pod-security-standards/',
      'https://kubernetes.io/docs/concepts/storage/volumes/',
    ],
  },
  target: workloads,
  settings: {},
  *check(workload, { kubernetesVersion }) {
    for (const volume of volumesOf(workload)) {
      const source = restrictedSourceOf(volume, kubernetesVersion);
      if (source === undefined) continue;
      yield {
        path: volume.at(source),
        message: message((show) => `volume ${show(volume.name)} is of the type ${show(source)}, which is not allowed`),
        ...(source === 'hostPath' && { saidBy: 'disallow-host-path' }),
        ...(source === 'gitRepo' && { remedy: CLONE }),
      };
    }
  },
});
