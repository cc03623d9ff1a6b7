import { autoscalerOf, fewestPods, isAutoscaled } from '../src/policy/autoscaled.js';
import { dig } from '../src/policy/json.js';
import { definePolicy } from '../src/policy/policy.js';
import { message } from '../src/policy/quote.js';
import { replicasOf } from '../src/policy/replicas.js';
import { rollingFaultsOf } from '../src/policy/rolling-fault.js';
import { rolloutOf } from '../src/policy/rollout.js';
import { workloads } from '../src/policy/workload.js';

export default definePolicy({
  meta: {
    id: 'require-rolling-update',
    title: 'A roll-out must leave pods that serve',
    description:
      'Recreate stops every pod before the first new one starts, and OnDelete leaves old code running until somebody remembers. ' +
      'A rolling update that may take all pods away at once is a Recreate by another name.',
    details: [
      'Both are let through for a single pod without an autoscaler that may be the only one that its volume bears: Recreate ' +
        'always, the rolling update where the pod mounts a PersistentVolumeClaim.',
      'The minimum of a HorizontalPodAutoscaler counts in place of the number of replicas; where nobody can see whether there ' +
        'is one, numbers that it might excuse are only warned about.',
      'Two bounds of 0 are refused, as the API server does.',
      'A rolling update of a StatefulSet of one pod is let through too; that of others has its maxUnavailable looked at from ' +
        'Kubernetes 1.37 on, as older releases drop it.',
      'Of DaemonSets only a share of 100 % is refused, as nobody knows their number.',
    ],
    category: 'availability',
    severity: 'medium',
    remedy: 'Use RollingUpdate, with a maxUnavailable below the number of pods: 0 where there is one.',
    references: [
      'https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#strategy',
      'https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#update-strategies',
    ],
  },
  target: workloads,
  settings: {},
  needs: ['inventory'],
  related: ['HorizontalPodAutoscaler'],
  *check(workload, around) {
    const rollout = rolloutOf(workload, around.kubernetesVersion);
    if (rollout === undefined) return;
    const { field: name, type, rolling } = rollout;
    const autoscaler = autoscalerOf(workload, around);
    const replicas = fewestPods(replicasOf(workload), autoscaler) ?? 0;
    const replaced = `Set spec.${name}.type to ${rolling}.`;
    if (type === 'Recreate' && name === 'strategy') {
      if (replicas < 2 && !isAutoscaled(autoscaler)) return;
      yield { path: '/spec/strategy/type', message: recreating(replicas), remedy: replaced };
    } else if (type !== 'RollingUpdate') {
      const written = dig(workload.object, 'spec', name, 'type');
      const text = message((show) => `the ${name} is ${show(written)}; ${rolling} is wanted`);
      yield { path: `/spec/${name}/type`, message: text, remedy: replaced };
    } else yield* rollingFaultsOf(workload, { rollout, replicas, autoscaler });
  },
});

function recreating(replicas: number): string {
  const pods = replicas > 1 ? `all ${replicas} pods` : 'all pods of the autoscaler';
  return `the strategy "Recreate" takes ${pods} away at once`;
}
