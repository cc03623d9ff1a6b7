import { autoscalerOf, wantedPods } from '../src/policy/autoscaled.js';
import { coversPods } from '../src/policy/budgeted.js';
import { objectAt } from '../src/policy/json.js';
import { definePolicy } from '../src/policy/policy.js';
import { replicasOf } from '../src/policy/replicas.js';
import { workloads } from '../src/policy/workload.js';

export default definePolicy({
  meta: {
    id: 'require-pod-disruption-budget',
    title: 'Replicas must have a PodDisruptionBudget',
    description:
      'A node drain takes every pod of its node away at once, and the next drain does not wait for the last: a budget alone makes ' +
      'them wait. Two or more replicas want one of their namespace whose selector really selects the labels of the template: an ' +
      'empty selector selects all pods, a missing one none. A number that is absent counts as 1, and as the minimum of the ' +
      'HorizontalPodAutoscaler where one is higher. Where the budgets cannot be seen, nobody is blamed. Where this is enforced, the ' +
      'budget has to be applied before its workload.',
    category: 'availability',
    severity: 'medium',
    remedy: "Add a PodDisruptionBudget with maxUnavailable: 1 whose selector matches the pods' labels.",
    references: [
      'https://kubernetes.io/docs/concepts/workloads/pods/disruptions/#pod-disruption-budgets',
      'https://kubernetes.io/docs/tasks/run-application/configure-pdb/',
    ],
  },
  target: workloads,
  settings: {},
  needs: ['inventory'],
  related: ['HorizontalPodAutoscaler', 'PodDisruptionBudget'],
  *check(workload, around) {
    const replicas = wantedPods(replicasOf(workload), autoscalerOf(workload, around)) ?? 0;
    if (replicas < 2) return;
    const budgets = around.facts.inventory('PodDisruptionBudget', around.namespace);
    const labels = objectAt(workload.podMetadata, 'labels');
    if (!budgets.known || budgets.value.some((budget) => coversPods(budget, labels))) return;
    yield {
      path: workload.atPodMetadata('labels'),
      message: `no PodDisruptionBudget selects these ${replicas} pods, so that drains may take all of them at once`,
    };
  },
});
