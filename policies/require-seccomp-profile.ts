import { isConfining } from '../src/policy/confinement.js';
import { field } from '../src/policy/json.js';
import type { Pointer } from '../src/policy/pointer.js';
import { definePolicy } from '../src/policy/policy.js';
import type { Violation } from '../src/policy/policy.js';
import { message } from '../src/policy/quote.js';
import { CONTAINER_ANNOTATION, forbidsRuntimeDefault, POD_ANNOTATION } from '../src/policy/seccomp-annotation.js';
import { securitySettersOf } from '../src/policy/security-context.js';
import type { SecuritySetter } from '../src/policy/security-context.js';
import { isAtLeast } from '../src/policy/version.js';
import { linuxFix } from '../src/policy/windows.js';
import { workloads } from '../src/policy/workload.js';
import type { Workload } from '../src/policy/workload.js';

const RUNTIME_DEFAULT = { type: 'RuntimeDefault' } as const;

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
    const [pod, ...containers] = securitySettersOf(workload);
    const ofPod = field(workload.securityContext, 'seccompProfile');
    if (pod !== undefined) yield* wrongProfile(workload, pod);
    for (const container of containers) {
      yield* wrongProfile(workload, container);
      if (ofPod !== undefined || field(container.securityContext, 'seccompProfile') !== undefined) continue;
      yield {
        path: container.at('seccompProfile'),
        message: message((show) => `${container.who(show)} runs without a seccomp profile`),
        // One word for the whole pod: a container with a profile of its own keeps it.
        ...mendedBy(workload, workload.at('securityContext', 'seccompProfile')),
      };
    }
  },
});

function* wrongProfile(workload: Workload, setter: SecuritySetter): Iterable<Violation> {
  const { who, securityContext, at, container } = setter;
  const profile = field(securityContext, 'seccompProfile');
  if (profile === undefined || isConfining(profile)) return;
  const type = field(profile, 'type');
  const path = at('seccompProfile');
  yield {
    path,
    message: message((show) => `${who(show)} has the seccomp profile ${show(type)}, not RuntimeDefault or Localhost`),
    // The word for the whole pod, which the policy asks for, would not mend a container that says otherwise.
    remedy: 'Set securityContext.seccompProfile.type to RuntimeDefault.',
    ...mendedBy(workload, path, container),
  };
}

/** What mends the profile of the pod, or of the container of that name, which stands at the path. */
function mendedBy(workload: Workload, path: Pointer, container?: string): Pick<Violation, 'fix' | 'remedy'> {
  if (!forbidsRuntimeDefault(workload, container))
    return linuxFix(workload, [{ op: 'set', path, value: RUNTIME_DEFAULT }]);
  const annotation = container === undefined ? POD_ANNOTATION : `${CONTAINER_ANNOTATION}NAME`;
  return {
    remedy: `Take the annotation ${annotation} away, beside which the API server refuses the field; then set seccompProfile.type to RuntimeDefault.`,
  };
}
