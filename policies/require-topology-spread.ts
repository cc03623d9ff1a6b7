import { autoscalerOf, wantedPods } from '../src/policy/autoscaled.js';
import { fitsOncePerNode } from '../src/policy/host-port.js';
import { isMadeByKnative } from '../src/policy/knative.js';
import { definePolicy } from '../src/policy/policy.js';
import { replicasOf } from '../src/policy/replicas.js';
import { isSpread, spreadEditsFor } from '../src/policy/spread.js';
import { workloads } from '../src/policy/workload.js';

const BY_KNATIVE =
  'Set default-affinity-type to prefer-spread-revision-over-nodes in the ConfigMap config-deployment of Knative, which undoes what ' +
  'is written here.';

export default definePolicy({
  meta: {
    id: 'require-topology-spread',
    title: 'Replicas must not share one node',
    description:
      'Three replicas on one node are one replica when it fails. The scheduler spreads them by itself only as long as that ' +
      'costs nothing, so a constraint or an anti-affinity has to say it, required or preferred, with a selector that really ' +
      'selects the pods: an empty one selects all, a missing one none.',
    details: [
      'Demanded from 2 replicas on.',
      'A constraint does not count whose maxSkew is as large as the number of pods, for all of them may then be in one place, ' +
        'nor one over kubernetes.io/os or kubernetes.io/arch, which most clusters have one of; any other key may part nodes.',
      'An anti-affinity that looks at other namespaces only does not count.',
      'Pods that take a port of their node never share one.',
      'A number of replicas that is absent counts as 1, and as the minimum of the HorizontalPodAutoscaler where one is higher.',
      'The fix spreads over nodes and never keeps a pod from running; where a constraint of that kind selects other pods, it is ' +
        'the one that is mended.',
    ],
    category: 'availability',
    severity: 'medium',
    remedy:
      "Add a topologySpreadConstraint over nodes with maxSkew 1 whose labelSelector matches the pods' own labels.",
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
    const autoscaler = autoscalerOf(workload, around);
    const replicas = wantedPods(replicasOf(workload), autoscaler) ?? 0;
    // The minimum of an autoscaler that nobody sees may be higher.
    const certain = autoscaler.known ? replicas : undefined;
    if (replicas < 2 || isSpread(workload, around.namespace, certain) || fitsOncePerNode(workload)) return;
    const path = workload.at('topologySpreadConstraints');
    const text = `all ${replicas} pods may end up on one node`;
    if (isMadeByKnative(workload.object)) yield { path, message: text, remedy: BY_KNATIVE };
    else {
      const fix = spreadEditsFor(workload, certain);
      yield { path, message: text, ...(fix.length > 0 && { fix }) };
    }
  },
});
