import { autoscalerOf, wantedPods } from '../src/policy/autoscaled.js';
import { budgetsOver, namesOf } from '../src/policy/budgeted.js';
import { objectAt } from '../src/policy/json.js';
import { definePolicy } from '../src/policy/policy.js';
import { message } from '../src/policy/quote.js';
import { replicasOf } from '../src/policy/replicas.js';
import { workloads } from '../src/policy/workload.js';

export default definePolicy({
  meta: {
    id: 'require-pod-disruption-budget',
    title: 'Replicas must have a PodDisruptionBudget',
    description:
      'A node drain takes every pod of its node away at once, and the next drain does not wait for the last: a budget alone ' +
      'makes them wait. Two or more replicas want one of their namespace whose selector really selects the labels of the ' +
      'template: an empty selector selects all pods, a missing one none.',
    details: [
      'More than one budget is a violation, of a single pod as well: the API server refuses to evict a pod that two budgets ' +
        'select, so that no drain ends.',
      'Where no namespace is named this only warns, as each may be meant for another.',
      'A number that is absent counts as 1, and as the minimum of the HorizontalPodAutoscaler where one is higher.',
      'Where the budgets cannot be seen, nobody is blamed. Where this is enforced, the budget has to be applied before its ' +
        'workload.',
    ],
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
    if (replicas < 1) return;
    const budgets = around.facts.inventory('PodDisruptionBudget', around.namespace);
    if (!budgets.known) return;
    const labels = objectAt(workload.podMetadata, 'labels');
    const covering = budgetsOver(budgets.value, labels);
    const path = workload.atPodMetadata('labels');
    const [one, other] = namesOf(covering);
    if (other !== undefined) {
      const selectedBy = 'both select these pods, so that no drain can evict them';
      yield {
        path,
        message: message((show) => `budgets ${show(one)} and ${show(other)} ${selectedBy}`),
        remedy: 'Let one PodDisruptionBudget select them: the API server evicts no pod that has two.',
        // What names no namespace may be meant for several, each with a budget of its own.
        ...(around.namespace === undefined && { atMost: 'warn' }),
      };
    } else if (covering.length === 0 && replicas > 1) {
      yield {
        path,
        message: `no PodDisruptionBudget selects these ${replicas} pods, so that drains may take all of them at once`,
      };
    }
  },
});
