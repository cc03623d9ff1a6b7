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
const doubled = (one: string, other: string) => ({
  path: '/spec/template/metadata/labels',
  message: `budgets "${one}" and "${other}" both select these pods, so that no drain can evict them`,
  remedy: 'Let one PodDisruptionBudget select them: the API server evicts no pod that has two.',
});
const ofAll = { ...budget({ maxUnavailable: 1, selector: {} }), metadata: { name: 'all' } };
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
    {
      name: 'a budget beside one of other pods, and one of none',
      object: three,
      related: [
        budget(),
        { ...budget({ selector: { matchLabels: { app: 'api' } } }), metadata: { name: 'api' } },
        { ...budget({ selector: null }), metadata: { name: 'none' } },
      ],
    },
    {
      name: 'a budget that wants a label to be there, and another to be empty, whatever else it leaves out',
      object: deployment({}, { replicas: 3, template: { metadata: { labels: { app: 'web', tier: null } }, spec: {} } }),
      related: [
        budget({
          selector: {
            matchExpressions: [
              { key: 'app', operator: 'Exists' },
              { key: 'track', operator: 'NotIn', values: ['canary'] },
              { key: 'tier', operator: 'In', values: [''] },
            ],
          },
        }),
      ],
    },
    {
      name: 'two budgets of which one is elsewhere',
      object: three,
      namespace: 'shop',
      related: [within('shop', budget()), within('other', ofAll)],
    },
    {
      name: 'two budgets of what is switched off',
      object: deployment({}, { replicas: 0 }),
      related: [budget(), ofAll],
    },
    {
      name: 'one budget that is written for two places',
      object: three,
      facts: { inventory: () => ({ known: true, value: [budget(), budget({ maxUnavailable: 2 })] }) },
    },
    { name: 'one replica', object: deployment({}, { replicas: 1 }) },
    { name: 'a number that is not set, which means 1', object: statefulSet() },
    { name: 'an autoscaler that is content with one', object: deployment(), related: [autoscaler()] },
    {
      name: 'an autoscaler whose minimum is no number yet',
      object: deployment({}, { replicas: 2 }),
      related: [autoscaler({ minReplicas: '${MIN:=1}' })],
    },
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
      name: 'two budgets that select the same pods',
      object: within('shop', three),
      related: [within('shop', budget()), within('shop', ofAll)],
      violations: [doubled('all', 'web-budget')],
    },
    {
      name: 'two budgets that may be meant for two namespaces, with a warning',
      object: three,
      related: [budget(), ofAll],
      violations: [{ ...doubled('all', 'web-budget'), atMost: 'warn' }],
    },
    {
      name: 'two budgets of a single pod, one by an expression',
      object: statefulSet(),
      namespace: 'shop',
      related: [budget(), { ...budget({ selector: expression }), metadata: { name: 'front' } }],
      violations: [doubled('front', 'web-budget')],
    },
    {
      name: 'the minimum of an autoscaler',
      object: deployment(),
      related: [autoscaler({ minReplicas: 4 })],
      violations: [uncovered(4)],
    },
  ],
});
