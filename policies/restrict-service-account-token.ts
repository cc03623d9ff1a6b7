import { field } from '../src/policy/json.js';
import { definePolicy } from '../src/policy/policy.js';
import { message } from '../src/policy/quote.js';
import { workloads } from '../src/policy/workload.js';

export default definePolicy({
  meta: {
    id: 'restrict-service-account-token',
    title: 'Pods must not be given a token for the API server unasked',
    description:
      'Unless told otherwise, Kubernetes mounts a token for the API server into every container, and hardly any program needs it: who ' +
      'breaks in finds a key. The pod has to say no itself, since what its service account says is not in the object. A program that ' +
      'does need a token mounts a projected volume with serviceAccountToken, with the audience and the lifetime of its choice.',
    category: 'pod-security',
    severity: 'medium',
    remedy: 'Set automountServiceAccountToken to false; mount a projected volume where the program needs a token.',
    references: [
      'https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/',
      'https://kubernetes.io/docs/concepts/storage/projected-volumes/#serviceaccounttoken',
    ],
  },
  target: workloads,
  settings: {},
  *check(workload) {
    const automount = field(workload.spec, 'automountServiceAccountToken');
    if (automount === false) return;
    const path = workload.at('automountServiceAccountToken');
    yield {
      path,
      message: message((show) => {
        const state = automount === undefined ? 'not set' : show(automount);
        return `the pod is given a token for the API server: automountServiceAccountToken is ${state}`;
      }),
      fix: [{ op: 'set', path, value: false }],
    };
  },
});
