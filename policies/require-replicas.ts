import { autoscalerOf, isAutoscaled } from '../src/policy/autoscaled.js';
import { warnUnlessKnown } from '../src/policy/doubt.js';
import { isMadeByKnative } from '../src/policy/knative.js';
import { definePolicy } from '../src/policy/policy.js';
import { message } from '../src/policy/quote.js';
import { countedBy, scaled } from '../src/policy/scaled.js';
import { remedyForTooFew } from '../src/policy/second-pod.js';

export default definePolicy({
  meta: {
    id: 'require-replicas',
    title: 'Services must have a second pod',
    description:
      'A single pod is an outage with every node that is drained and every roll-out that goes wrong. Deployments and ' +
      'StatefulSets want two or more, also when their number alone is changed (kubectl scale). 0 is exempt: what is switched ' +
      'off serves nobody.',
    details: [
      'What a HorizontalPodAutoscaler scales is exempt too: its minimum is the affair of require-sound-autoscaling; where ' +
        'nobody can see whether there is one, this only warns.',
      'A ScaledObject of KEDA among the inputs counts as the autoscaler that KEDA makes of it, and Knative scales what it makes ' +
        'by itself.',
      'What yet another program scales leaves spec.replicas out: set this policy to off for it.',
      'A number that is absent counts as the 1 that the API server fills in.',
      'Pods of a Deployment share its claims, which have to let many pods in before there is a second; for a program that must ' +
        'be alone, set this policy to off in a profile of your own.',
    ],
    category: 'availability',
    severity: 'medium',
    remedy: 'Set spec.replicas to 2 or more.',
    references: [
      'https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#replicas',
      'https://kubernetes.io/docs/concepts/workloads/pods/disruptions/',
    ],
  },
  target: scaled,
  settings: {
    min: { type: 'integer', minimum: 1, default: 2, description: 'How many replicas are wanted at least.' },
  },
  needs: ['inventory'],
  related: ['HorizontalPodAutoscaler'],
  *check(one, { settings: { min }, ...around }) {
    const { replicas, written } = one;
    if (replicas === 0 || (replicas !== undefined && replicas >= min) || isMadeByKnative(one.object)) return;
    const autoscaler = autoscalerOf(one, around);
    if (isAutoscaled(autoscaler)) return;
    const text =
      written === undefined
        ? `no number of replicas is set, which means 1; at least ${min} are wanted`
        : message((show) => `the number of replicas is ${show(written)}; at least ${min} are wanted`);
    yield {
      path: '/spec/replicas',
      message: text,
      remedy: remedyForTooFew(one, countedBy(one, around.resource), min),
      ...warnUnlessKnown(autoscaler),
    };
  },
});
