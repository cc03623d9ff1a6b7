import { dig, field } from '../src/policy/json.js';
import { definePolicy } from '../src/policy/policy.js';
import { message } from '../src/policy/quote.js';
import { securitySettersOf } from '../src/policy/security-context.js';
import { workloads } from '../src/policy/workload.js';
import type { Workload } from '../src/policy/workload.js';

/** What a pod may share with its node, and how a message calls it. */
const namespaces = { hostNetwork: 'network', hostPID: 'processes', hostIPC: 'shared memory' } as const;

export default definePolicy({
  meta: {
    id: 'disallow-host-namespaces',
    title: 'Pods must not share the namespaces of their node',
    description:
      'A pod in the network of its node reaches what listens there on localhost and escapes network policies; one that sees the ' +
      'processes or the shared memory of the node reads the secrets of its neighbours.',
    category: 'pod-security',
    severity: 'high',
    remedy: 'Set hostNetwork, hostPID and hostIPC to false, or leave them out.',
    references: ['https://kubernetes.io/docs/concepts/security/pod-security-standards/'],
  },
  target: workloads,
  settings: {},
  *check(workload) {
    for (const [name, shared] of Object.entries(namespaces)) {
      const value = field(workload.spec, name) ?? false;
      if (value === false) continue;
      const path = workload.at(name);
      const text = message((show) => `the pod shares the ${shared} of its node: ${name} is ${show(value)}`);
      if (name === 'hostNetwork' && hasHostProcess(workload)) {
        const remedy = 'Take away windowsOptions.hostProcess, then set hostNetwork to false.';
        yield { path, message: text, remedy };
      } else yield { path, message: text, fix: [{ op: 'set', path, value: false }] };
    }
  },
});

/** The API server demands the network of the node for a Windows host process, so a fix alone would make the object invalid. */
function hasHostProcess(workload: Workload): boolean {
  return securitySettersOf(workload).some(
    ({ securityContext }) => dig(securityContext, 'windowsOptions', 'hostProcess') === true,
  );
}
