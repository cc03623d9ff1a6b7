import { autoscalerOf, isAutoscaled } from '../src/policy/autoscaled.js';
import { claimedVolumesOf, singleWriters } from '../src/policy/claimed-volume.js';
import { definePolicy } from '../src/policy/policy.js';
import { message } from '../src/policy/quote.js';
import { replicasOf } from '../src/policy/replicas.js';
import { workloads } from '../src/policy/workload.js';

const DEPLOYMENTS: readonly string[] = ['Deployment', 'DeploymentConfig'];

export default definePolicy({
  meta: {
    id: 'disallow-shared-single-writer-volumes',
    title: 'Replicas of a Deployment must not share a volume for one writer',
    description:
      'All pods of a Deployment mount the same claim. One that is ReadWriteOnce is attached to one node, so that pods elsewhere ' +
      'never start, and ReadWriteOncePod lets one pod in at all: pods with such claims do not scale. A Deployment of two or more, ' +
      'or one that a HorizontalPodAutoscaler scales, wants a claim that many may mount, or to be a StatefulSet, whose pods get ' +
      'claims of their own. A claim that cannot be seen is let through.',
    category: 'availability',
    severity: 'high',
    remedy:
      'Use a StatefulSet with volumeClaimTemplates, or a claim with the access mode ReadWriteMany; a program that must be alone ' +
      'wants one replica and no autoscaler.',
    references: [
      'https://kubernetes.io/docs/concepts/storage/persistent-volumes/#access-modes',
      'https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/',
    ],
  },
  target: workloads,
  settings: {},
  needs: ['inventory'],
  related: ['HorizontalPodAutoscaler', 'PersistentVolumeClaim'],
  *check(workload, around) {
    if (!DEPLOYMENTS.includes(workload.kind)) return;
    const volumes = claimedVolumesOf(workload);
    if (volumes.length === 0) return;
    const replicas = replicasOf(workload) ?? 0;
    if (replicas < 2 && !isAutoscaled(autoscalerOf(workload, around))) return;
    const pods = replicas > 1 ? `${replicas} pods` : 'the pods of an autoscaler';
    const single = singleWriters(around);
    for (const { name, claimName, at } of volumes) {
      if (!single.has(claimName)) continue;
      yield {
        path: at,
        message: message(
          (show) => `volume ${show(name)} is shared by ${pods}, but claim ${show(claimName)} is for one writer`,
        ),
        subject: claimName,
      };
    }
  },
});
