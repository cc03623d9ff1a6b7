import { isConfining } from '../src/policy/confinement.js';
import { field } from '../src/policy/json.js';
import { definePolicy } from '../src/policy/policy.js';
import { message } from '../src/policy/quote.js';
import { SET_RUNTIME_DEFAULT, toRuntimeDefault, toRuntimeDefaultForAll } from '../src/policy/runtime-default.js';
import { securitySettersOf } from '../src/policy/security-context.js';
import { isAtLeast } from '../src/policy/version.js';
import { workloads } from '../src/policy/workload.js';

export default definePolicy({
  meta: {
    id: 'require-seccomp-profile',
    title: 'Containers must run under a seccomp profile',
    description:
      'Unless a profile is named, most nodes run containers without a filter for system calls, and a hole of the kernel is one call ' +
      'away. RuntimeDefault or Localhost has to be set, for the pod or for every container; a wrong value is a violation even where ' +
      'every container overrides it. Pods whose spec.os.name is windows are exempt. The field, and the demand, came with Kubernetes 1.19. Where the older ' +
      'annotation says something else, nothing is added: the API server refuses the two together. What restrict-seccomp ' +
      'finds too is reported here alone, as severe as there.',
    category: 'pod-security',
    severity: 'medium',
    remedy: 'Set securityContext.seccompProfile.type of the pod to RuntimeDefault.',
    references: [
      'https://kubernetes.io/docs/concepts/security/pod-security-standards/',
      'https://kubernetes.io/docs/tutorials/security/seccomp/',
    ],
  },
  target: workloads,
  settings: {},
  injectable: true,
  *check(workload, { kubernetesVersion }) {
    if (workload.isWindows || !isAtLeast(kubernetesVersion, 19)) return;
    const isSaidForAll = field(workload.securityContext, 'seccompProfile') !== undefined;
    for (const { who, securityContext, at, container } of securitySettersOf(workload)) {
      const profile = field(securityContext, 'seccompProfile');
      if (profile !== undefined && !isConfining(profile)) {
        const path = at('seccompProfile');
        const type = field(profile, 'type');
        const text = message(
          (show) => `${who(show)} has the seccomp profile ${show(type)}, not RuntimeDefault or Localhost`,
        );
        // The word for the whole pod, which the policy asks for, would not mend a container that says otherwise.
        yield { path, message: text, remedy: SET_RUNTIME_DEFAULT, ...toRuntimeDefault(path, workload, container) };
      }
      if (profile === undefined && container !== undefined && !isSaidForAll) {
        const text = message((show) => `${who(show)} runs without a seccomp profile`);
        const path = at('seccompProfile');
        yield { path, message: text, ...toRuntimeDefaultForAll(path, workload) };
      }
    }
  },
});
