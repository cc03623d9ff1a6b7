import { objectAt } from '../src/policy/json.js';
import { directions, governs } from '../src/policy/network-policy.js';
import { definePolicy } from '../src/policy/policy.js';
import { workloads } from '../src/policy/workload.js';

export default definePolicy({
  meta: {
    id: 'require-network-policy',
    title: 'Pods must have their traffic governed both ways',
    description:
      'A pod that no NetworkPolicy selects talks to everything and is reached by everything, so that one pod that is broken ' +
      'into opens the way to all. Ingress and egress each want a NetworkPolicy of the namespace that selects the pod, together ' +
      'or apart; one that lets nothing through counts, and so does one that lets everything through, for somebody has said so.',
    details: [
      'Without policyTypes it governs ingress, and egress only where it has rules for it.',
      'Pods on the network of their node are exempt, because NetworkPolicies do not reach them.',
      'Where NetworkPolicies cannot be seen, nobody is blamed. Where this is enforced, they have to be applied before their ' +
        'pods.',
    ],
    category: 'network',
    severity: 'medium',
    remedy: 'Add NetworkPolicies that select the pod and name Ingress and Egress in policyTypes.',
    references: ['https://kubernetes.io/docs/concepts/services-networking/network-policies/'],
  },
  target: workloads,
  settings: {},
  needs: ['inventory'],
  related: ['NetworkPolicy'],
  *check(workload, { facts, namespace }) {
    if (workload.spec['hostNetwork'] === true) return;
    const found = facts.inventory('NetworkPolicy', namespace);
    if (!found.known) return;
    const labels = objectAt(workload.podMetadata, 'labels');
    for (const direction of directions) {
      if (found.value.some((one) => governs(one, direction, labels))) continue;
      yield {
        path: workload.atPodMetadata('labels'),
        message: `no NetworkPolicy governs the ${direction.toLowerCase()} of the pod`,
        subject: direction,
      };
    }
  },
});
