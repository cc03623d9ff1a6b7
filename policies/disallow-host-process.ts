import { dig } from '../src/policy/json.js';
import { definePolicy } from '../src/policy/policy.js';
import { message } from '../src/policy/quote.js';
import { securitySettersOf } from '../src/policy/security-context.js';
import { workloads } from '../src/policy/workload.js';

export default definePolicy({
  meta: {
    id: 'disallow-host-process',
    title: 'Windows containers must not run as processes of their node',
    description:
      'A host process has all the access to a Windows node that its user has: it is the privileged container of Windows. It is a ' +
      'violation wherever it is set, on the pod or on a container of any class, even where every container overrides it.',
    category: 'pod-security',
    severity: 'critical',
    remedy: 'Take away securityContext.windowsOptions.hostProcess, and hostNetwork, which it demands.',
    references: [
      'https://kubernetes.io/docs/concepts/security/pod-security-standards/',
      'https://kubernetes.io/docs/tasks/configure-pod-container/create-hostprocess-pod/',
    ],
  },
  target: workloads,
  settings: {},
  *check(workload) {
    for (const { who, securityContext, at } of securitySettersOf(workload)) {
      const hostProcess = dig(securityContext, 'windowsOptions', 'hostProcess') ?? false;
      if (hostProcess === false) continue;
      yield {
        path: at('windowsOptions', 'hostProcess'),
        message: message((show) => `${who(show)} sets hostProcess to ${show(hostProcess)}`),
      };
    }
  },
});
