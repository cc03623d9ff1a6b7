import { disruptionBudgets, percentageOf } from '../src/policy/disruption-budget.js';
import { definePolicy } from '../src/policy/policy.js';
import { message } from '../src/policy/quote.js';

export default definePolicy({
  meta: {
    id: 'disallow-blocking-disruption-budget',
    title: 'A PodDisruptionBudget must let some pod go',
    description:
      'A budget that never allows an eviction stops every node drain, and with it upgrades and the autoscaler, until somebody ' +
      'deletes it by hand. maxUnavailable of 0 and minAvailable of 100 % do that whatever the number of replicas.',
    category: 'availability',
    severity: 'high',
    remedy: 'Let one pod go at least, with maxUnavailable: 1, and run more replicas than that.',
    references: [
      'https://kubernetes.io/docs/tasks/run-application/configure-pdb/',
      'https://kubernetes.io/docs/concepts/workloads/pods/disruptions/',
    ],
  },
  target: disruptionBudgets,
  settings: {},
  *check({ maxUnavailable, minAvailable }) {
    if (maxUnavailable === 0 || maxUnavailable === '0' || percentageOf(maxUnavailable) === 0) {
      yield {
        path: '/spec/maxUnavailable',
        message: message((show) => `maxUnavailable ${show(maxUnavailable)} lets no pod go`),
      };
    }
    if ((percentageOf(minAvailable) ?? 0) >= 100) {
      yield {
        path: '/spec/minAvailable',
        message: message((show) => `minAvailable ${show(minAvailable)} lets no pod go`),
      };
    }
  },
});
