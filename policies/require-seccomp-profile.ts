import { isConfining } from '../src/policy/confinement.js';
import { field } from '../src/policy/json.js';
import { definePolicy } from '../src/policy/policy.js';
import type { Violation } from '../src/policy/policy.js';
import { message } from '../src/policy/quote.js';
import { securitySettersOf } from '../src/policy/security-context.js';
import type { SecuritySetter } from '../src/policy/security-context.js';
import { isAtLeast } from '../src/policy/version.js';
import { workloads } from '../src/policy/workload.js';

const RUNTIME_DEFAULT = { type: 'RuntimeDefault' } as const;

export default definePolicy({
  meta: {
    id: 'require-seccomp-profile',
    title: 'Containers must run under a seccomp profile',
    description:
      'Unless a profile is named, most nodes run containers without a filter for system calls, and a hole of the kernel is one call ' +
      'away. RuntimeDefault or Localhost has to be set, for the pod or for every container; a wrong value is a violation even where ' +
      'every container overrides it. Windows pods are exempt. The field, and the demand, came with Kubernetes 1.19.',
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
    if (pod !== undefined) yield* wrongProfile(pod);
    for (const container of containers) {
      yield* wrongProfile(container);
      if (ofPod !== undefined || field(container.securityContext, 'seccompProfile') !== undefined) continue;
      yield {
        path: container.at('seccompProfile'),
        message: message((show) => `${container.who(show)} runs without a seccomp profile`),
        // One word for the whole pod: a container with a profile of its own keeps it.
        fix: [{ op: 'set', path: workload.at('securityContext', 'seccompProfile'), value: RUNTIME_DEFAULT }],
      };
    }
  },
});

function* wrongProfile({ who, securityContext, at }: SecuritySetter): Iterable<Violation> {
  const profile = field(securityContext, 'seccompProfile');
  if (profile === undefined || isConfining(profile)) return;
  const type = field(profile, 'type');
  const path = at('seccompProfile');
  yield {
    path,
    message: message((show) => `${who(show)} has the seccomp profile ${show(type)}, not RuntimeDefault or Localhost`),
    fix: [{ op: 'set', path, value: RUNTIME_DEFAULT }],
  };
}
