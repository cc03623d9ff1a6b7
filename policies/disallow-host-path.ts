import { field, stringAt } from '../src/policy/json.js';
import { definePolicy } from '../src/policy/policy.js';
import { message } from '../src/policy/quote.js';
import { volumesOf } from '../src/policy/volume.js';
import { workloads } from '../src/policy/workload.js';

export default definePolicy({
  meta: {
    id: 'disallow-host-path',
    title: 'Pods must not mount paths of their node',
    description:
      'A path of the node leads to the credentials of the kubelet, the socket of the container runtime and the files of other pods, ' +
      'and ties the pod to what happens to lie on one machine. A path that is mounted read-only is refused too: secrets are read.',
    category: 'pod-security',
    severity: 'high',
    remedy: 'Use a persistentVolumeClaim, an emptyDir or a projected volume in place of hostPath.',
    references: [
      'https://kubernetes.io/docs/concepts/security/pod-security-standards/',
      'https://kubernetes.io/docs/concepts/storage/volumes/#hostpath',
    ],
  },
  target: workloads,
  settings: {},
  *check(workload) {
    for (const volume of volumesOf(workload)) {
      const hostPath = field(volume.raw, 'hostPath');
      if (hostPath === undefined) continue;
      const place = stringAt(hostPath, 'path') ?? '';
      yield {
        path: volume.at('hostPath'),
        message: message((show) => `volume ${show(volume.name)} mounts the path ${show(place)} of the node`),
        // A volume that turns to another path of the node is a new violation.
        subject: place,
      };
    }
  },
});
