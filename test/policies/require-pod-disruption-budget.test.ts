import policy from '../../policies/require-pod-disruption-budget.js';
import {
  autoscaler,
  budget,
  cronJob,
  daemonSet,
  deployment,
  everyClass,
  job,
  pod,
  rollout,
  statefulSet,
  within,
} from '../builders.js';
import { testPolicy } from '../policy-tester.js';

const three = deployment(everyClass(), { replicas: 3 });
const uncovered = (replicas: number) => ({
  path: '/spec/template/metadata/labels',
  message: `no PodDisruptionBudget selects these ${replicas} pods, so that drains may take all of them at once`,
});
const expression = { matchExpressions: [{ key: 'app', operator: 'In', values: ['web', 'api'] }] };

testPolicy(policy, {
  accepts: [
    { name: 'a budget that selects the pods', object: three, related: [budget()] },
    { name: 'a budget that selects them by an expression', object: three, related: [budget({ selector: expression })] },
    { name: 'a budget that selects all pods', object: three, related: [budget({ selector: {} })] },
    {
      name: 'a budget of its namespace',
      object: three,
      namespace: 'shop',
      related: [within('shop', budget())],
    },
    { name: 'one replica', object: deployment({}, { replicas: 1 }) },
    { name: 'a number that is not set, which means 1', object: statefulSet() },
    { name: 'an autoscaler that is content with one', object: deployment(), related: [autoscaler()] },
    {
      name: 'what is switched off',
      object: deployment({}, { replicas: 0 }),
      related: [autoscaler({ minReplicas: 2 })],
    },
    { name: 'whatever it is, while nobody can see budgets', object: three, related: 'unknown' },
    { name: 'DaemonSets, whose pods no drain evicts', object: daemonSet() },
    { name: 'Pods', object: pod() },
    { name: 'Jobs', object: job({}, { parallelism: 5 }) },
    { name: 'CronJobs', object: cronJob() },
    { name: 'custom resources that name no number', object: rollout() },
  ],
  rejects: [
    { name: 'replicas without a budget', object: three, violations: [uncovered(3)] },
    {
      name: 'a budget for other pods',
      object: statefulSet({}, { replicas: 2 }),
      related: [budget({ selector: { matchLabels: { app: 'api' } } })],
      violations: [uncovered(2)],
    },
    {
      name: 'a budget without a selector, which selects none',
      object: three,
      related: [budget({ selector: null })],
      violations: [uncovered(3)],
    },
    {
      name: 'a budget of another namespace',
      object: three,
      namespace: 'shop',
      related: [within('other', budget())],
      violations: [uncovered(3)],
    },
    {
      name: 'a budget that selects the object and not its pods',
      object: { ...three, metadata: { name: 'web', labels: { tier: 'front' } } },
      related: [budget({ selector: { matchLabels: { tier: 'front' } } })],
      violations: [uncovered(3)],
    },
    {
      name: 'the minimum of an autoscaler',
      object: deployment(),
      related: [autoscaler({ minReplicas: 4 })],
      violations: [uncovered(4)],
    },
  ],
});
