import { autoscalerOf, wantedPods } from '../src/policy/autoscaled.js';
import { fitsOncePerNode } from '../src/policy/host-port.js';
import { definePolicy } from '../src/policy/policy.js';
import { pointer } from '../src/policy/pointer.js';
import { replicasOf } from '../src/policy/replicas.js';
import { isSpread, spreadConstraintFor } from '../src/policy/spread.js';
import { workloads } from '../src/policy/workload.js';

export default definePolicy({
  meta: {
    id: 'require-topology-spread',
    title: 'Replicas must not share one node',
    description:
      'Three replicas on one node are one replica when it fails. The scheduler spreads them by itself only as long as that costs ' +
      'nothing, so a constraint or an anti-affinity has to say it, required or preferred, with a selector that really selects the pods: ' +
      'an empty one selects all, a missing one none. An anti-affinity that looks at other namespaces only does not count. Pods that take a port of ' +
      'their node never share one. A number of replicas that is absent counts as 1, and as the minimum of the HorizontalPodAutoscaler where one is higher. The fix ' +
      'spreads over nodes and never keeps a pod from running.',
    category: 'availability',
    severity: 'medium',
    remedy: "Add a topologySpreadConstraint whose labelSelector matches the pods' own labels.",
    references: [
      'https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/',
      'https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/#affinity-and-anti-affinity',
    ],
  },
  target: workloads,
  settings: {},
  needs: ['inventory'],
  related: ['HorizontalPodAutoscaler'],
  *check(workload, around) {
    const written = replicasOf(workload);
    if (written === undefined || isSpread(workload, around.namespace)) return;
    const replicas = wantedPods(written, autoscalerOf(workload, around)) ?? 0;
    if (replicas < 2 || fitsOncePerNode(workload)) return;
    const path = workload.at('topologySpreadConstraints');
    const value = spreadConstraintFor(workload);
    yield {
      path,
      message: `all ${replicas} pods may end up on one node`,
      ...(value !== undefined && { fix: [{ op: 'set', path: pointer(path, '-'), value }] }),
    };
  },
});
