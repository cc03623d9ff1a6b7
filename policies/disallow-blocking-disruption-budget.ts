import { podsSelected } from '../src/policy/budgeted.js';
import type { SelectedPods } from '../src/policy/budgeted.js';
import { disruptionBudgets } from '../src/policy/disruption-budget.js';
import type { Json } from '../src/policy/json.js';
import { definePolicy } from '../src/policy/policy.js';
import type { Violation } from '../src/policy/policy.js';
import { message } from '../src/policy/quote.js';
import { percentageOf, shareOf } from '../src/policy/share.js';

export default definePolicy({
  meta: {
    id: 'disallow-blocking-disruption-budget',
    title: 'A PodDisruptionBudget must let some pod go',
    description:
      'A budget that never allows an eviction stops every node drain, and with it upgrades and the autoscaler, until somebody ' +
      'deletes it by hand. maxUnavailable of 0 and minAvailable of 100 % do that whatever the number of replicas, and so does a ' +
      'budget that selects pods and sets neither: the controller then expects no pods, and allows nothing.',
    details: [
      'A minAvailable stops drains as well that comes to as many pods as the selected Deployments and StatefulSets have, where ' +
        'they can be seen: a share is rounded up, and the minimum of a HorizontalPodAutoscaler counts in place of their number.',
      'This only warns where the budget asks for less than the selector of such a workload does: it may then select pods of ' +
        'other kinds too, which are not seen.',
    ],
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
  needs: ['inventory'],
  related: ['Deployment', 'HorizontalPodAutoscaler', 'StatefulSet'],
  *check({ maxUnavailable, minAvailable, selector }, around) {
    if (maxUnavailable === undefined && minAvailable === undefined) {
      if (selector !== undefined) yield SAYS_NOTHING;
      return;
    }
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
    } else if (minAvailable !== undefined) yield* keepsAll(minAvailable, podsSelected(selector, around));
  },
});

/** The API server takes such a budget. Without a selector it selects no pods, and keeps none. */
const SAYS_NOTHING: Violation = {
  path: '/spec/maxUnavailable',
  message: 'neither maxUnavailable nor minAvailable is set, which lets no pod go',
  remedy: 'Set maxUnavailable to 1, and run more replicas than that.',
};

/** Whether as many pods have to stay as there are. The disruption controller rounds a share up. */
function* keepsAll(minAvailable: Json, selected: SelectedPods | undefined): Iterable<Violation> {
  if (selected === undefined || selected.count < 1) return;
  const { count, isAll, cap } = selected;
  if ((shareOf(minAvailable, count, Math.ceil) ?? 0) < count) return;
  const pods = count === 1 ? 'the only pod that is' : `all ${count} pods that are`;
  const those = isAll ? `${pods} selected` : `${pods} seen to be selected`;
  yield {
    path: '/spec/minAvailable',
    message: message((show) => `minAvailable ${show(minAvailable)} keeps ${those}`),
    ...cap,
  };
}
