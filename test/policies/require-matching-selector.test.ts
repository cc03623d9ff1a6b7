import policy from '../../policies/require-matching-selector.js';
import type { JsonObject } from '../../src/policy/json.js';
import { container, cronJob, daemonSet, deployment, job, pod, podTemplate, rollout, statefulSet } from '../builders.js';
import { testPolicy } from '../policy-tester.js';

const select = (selector: JsonObject | null): JsonObject => deployment({}, { selector });
const controller = (selector: JsonObject | null): JsonObject => ({
  ...deployment({}, { selector }),
  apiVersion: 'v1',
  kind: 'ReplicationController',
});

testPolicy(policy, {
  accepts: [
    { name: 'labels that match', object: deployment() },
    { name: 'a DaemonSet and its labels', object: daemonSet() },
    {
      name: 'expressions that match',
      object: select({
        matchExpressions: [
          { key: 'app', operator: 'In', values: ['web', 'api'] },
          { key: 'canary', operator: 'DoesNotExist' },
        ],
      }),
    },
    { name: 'a ReplicationController without a selector', object: controller(null) },
    { name: 'a ReplicationController and its plain labels', object: controller({ app: 'web' }) },
    {
      name: 'a Deployment of old that leaves its selector out',
      object: { ...select(null), apiVersion: 'apps/v1beta1' },
    },
    { name: 'a Job, whose selector the API server writes', object: job({}, { selector: { matchLabels: { a: 'b' } } }) },
    { name: 'CronJobs', object: cronJob() },
    { name: 'PodTemplates', object: podTemplate() },
    {
      name: 'custom resources, which mean what they mean',
      object: { ...rollout(), spec: { ...(rollout()['spec'] as JsonObject), selector: {} } },
    },
    {
      name: 'Pods, with containers of any class',
      object: pod({
        initContainers: [container({ name: 'init' }), container({ name: 'proxy', restartPolicy: 'Always' })],
        ephemeralContainers: [container({ name: 'debug' })],
      }),
    },
  ],
  rejects: [
    {
      name: 'another value',
      object: select({ matchLabels: { app: 'api' } }),
      violations: [
        {
          path: '/spec/selector/matchLabels/app',
          message: 'the selector wants the label "app" to be "api", and the template has "web"',
        },
      ],
    },
    {
      name: 'labels that are missing, each by itself',
      object: select({
        matchLabels: { 'app.kubernetes.io/name': 'web' },
        matchExpressions: [{ key: 'tier', operator: 'Exists' }],
      }),
      violations: [
        {
          path: '/spec/selector/matchLabels/app.kubernetes.io~1name',
          message:
            'the selector wants the label "app.kubernetes.io/name" to be "web", and the template has no such label',
        },
        {
          path: '/spec/selector/matchExpressions/0',
          message: 'the selector wants the label "tier", and the template has no such label',
        },
      ],
    },
    {
      name: 'labels that should not be there',
      object: statefulSet(
        {},
        {
          selector: {
            matchExpressions: [
              { key: 'app', operator: 'DoesNotExist' },
              { key: 'app', operator: 'NotIn', values: ['web'] },
              { key: 'app', operator: 'In', values: ['a', 'b'] },
            ],
          },
        },
      ),
      violations: [
        {
          path: '/spec/selector/matchExpressions/0',
          message: 'the selector wants the label "app" to be absent, and the template has "web"',
          remedy: 'Take the label out of the pod template, or the demand out of spec.selector.',
        },
        {
          path: '/spec/selector/matchExpressions/1',
          message: 'the selector wants the label "app" not to be "web", and the template has "web"',
          remedy: 'Take the label out of the pod template, or the demand out of spec.selector.',
        },
        {
          path: '/spec/selector/matchExpressions/2',
          message: 'the selector wants the label "app" to be one of several, and the template has "web"',
        },
      ],
    },
    {
      name: 'a selector that asks for nothing',
      object: select({}),
      violations: [
        {
          path: '/spec/selector',
          message: 'the selector asks for no label at all',
          remedy: 'Set spec.selector.matchLabels to labels that the pod template has.',
        },
      ],
    },
    {
      name: 'no selector',
      object: select(null),
      violations: [
        {
          path: '/spec/selector',
          message: 'there is no selector',
          remedy: 'Set spec.selector.matchLabels to labels that the pod template has.',
        },
      ],
    },
    {
      name: 'no selector beside a template without labels',
      object: { ...select(null), spec: { template: { spec: { containers: [container()] } } } },
      violations: [
        {
          path: '/spec/selector',
          message: 'there is no selector',
          remedy: 'Give the pod template labels, and set spec.selector.matchLabels to them.',
        },
      ],
    },
    {
      name: 'a Job that is to bring its own, and brings none',
      object: job({}, { manualSelector: true }),
      violations: [
        {
          path: '/spec/selector',
          message: 'there is no selector',
          remedy: 'Take spec.manualSelector away: the Job is then given a selector of its own.',
        },
      ],
    },
    {
      name: 'a selector of a ReplicationController that is written as one of a Deployment',
      object: controller({ matchLabels: { app: 'web' } }),
      violations: [
        {
          path: '/spec/selector',
          message: 'the selector is none that the API server accepts',
          remedy: 'Write spec.selector as a plain map of labels, or leave it out.',
        },
      ],
    },
    {
      name: 'plain labels where a Deployment has a label selector',
      object: select({ app: 'web' }),
      violations: [{ path: '/spec/selector', message: 'the selector asks for no label at all' }],
    },
    {
      name: 'an operator that does not exist',
      object: select({ matchExpressions: [{ key: 'app', operator: 'Equals', values: ['web'] }] }),
      violations: [
        {
          path: '/spec/selector',
          message: 'the selector is none that the API server accepts',
          remedy:
            'Write matchLabels whose values are text, and matchExpressions with In or NotIn and values, or Exists or DoesNotExist and none.',
        },
      ],
    },
    {
      name: 'the plain labels of a ReplicationController',
      object: controller({ app: 'api' }),
      violations: [
        {
          path: '/spec/selector/app',
          message: 'the selector wants the label "app" to be "api", and the template has "web"',
        },
      ],
    },
    {
      name: 'a Job that brings its own',
      object: job({}, { manualSelector: true, selector: { matchLabels: { app: 'api' } } }),
      violations: [
        {
          path: '/spec/selector/matchLabels/app',
          message: 'the selector wants the label "app" to be "api", and the template has "web"',
        },
      ],
    },
  ],
});
