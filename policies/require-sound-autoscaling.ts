import { boundFaultsOf } from '../src/policy/autoscaler-bound.js';
import { autoscalers } from '../src/policy/autoscaler.js';
import { definePolicy } from '../src/policy/policy.js';
import { message } from '../src/policy/quote.js';
import { unmeasuredBy } from '../src/policy/unmeasured.js';

export default definePolicy({
  meta: {
    id: 'require-sound-autoscaling',
    title: 'An autoscaler must have room to move and something to measure',
    description:
      'A minimum of 1, which is what an absent one means, is an outage with every drained node at night, when there is least to ' +
      'do. A maximum that is no higher than the minimum scales nothing. A Utilization is a share of what is requested, and the ' +
      'cpu is read where no metric is named: one container without a request, sidecars included, and the autoscaler stands ' +
      'still and says so in its events only.',
    details: [
      'A minimum of 0 is let through from Kubernetes 1.37 on beside an External or an Object metric, as the API server takes it ' +
        'then. KEDA makes 1 of it, which is only warned about in what KEDA makes.',
      'A limit speaks for the request, as the API server copies it; where the whole pod is given resources, one request is ' +
        'enough, its own or that of any container. Requests count that Pods are given by Seaworthy, where the namespace opts in ' +
        'to injection, or by a LimitRange.',
      'A container that the target lacks is a warning at most, as another webhook may add it, and is passed over where a metric ' +
        'of the same resource reads one that is there, as while a container is renamed.',
      'Nothing is said about requests where the target is no Deployment or StatefulSet, or where targets or LimitRanges cannot ' +
        'be seen.',
    ],
    category: 'availability',
    severity: 'medium',
    remedy: 'Set minReplicas to 2 or more and maxReplicas above it, and give each container of the target requests.',
    references: [
      'https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/',
      'https://kubernetes.io/docs/concepts/workloads/autoscaling/',
    ],
  },
  target: autoscalers,
  settings: {},
  needs: ['inventory'],
  related: ['Deployment', 'LimitRange', 'StatefulSet'],
  *check(autoscaler, around) {
    for (const { words, ...fault } of boundFaultsOf(autoscaler, around.kubernetesVersion)) {
      yield { ...fault, message: message(words) };
    }
    const { kind, name } = autoscaler.target;
    for (const { path, resource, container, lack } of unmeasuredBy(autoscaler, around)) {
      const subject = `${resource} ${container}`;
      if (lack === 'request') {
        const text = message(
          (show) => `container ${show(container)} of ${kind} ${show(name)} requests no ${show(resource)} to measure by`,
        );
        yield { path, message: text, subject };
      } else {
        const text = message((show) => `no container ${show(container)} is there to measure in ${kind} ${show(name)}`);
        yield { path, message: text, remedy: TO_NAME, subject, atMost: 'warn' };
      }
    }
  },
});

const TO_NAME = 'Name a container of the target; where a webhook adds the container, leave the metric as it is.';
