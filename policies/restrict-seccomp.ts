import { isConfining } from '../src/policy/confinement.js';
import { field } from '../src/policy/json.js';
import { definePolicy } from '../src/policy/policy.js';
import type { Violation } from '../src/policy/policy.js';
import { message } from '../src/policy/quote.js';
import { isConfiningAnnotation, seccompAnnotationsOf } from '../src/policy/seccomp-annotation.js';
import { securitySettersOf } from '../src/policy/security-context.js';
import { isAtLeast } from '../src/policy/version.js';
import { workloads } from '../src/policy/workload.js';
import type { Workload } from '../src/policy/workload.js';

export default definePolicy({
  meta: {
    id: 'restrict-seccomp',
    title: 'Nothing may switch the seccomp filter off',
    description:
      'The seccomp filter keeps a process away from system calls that it never needs and that holes of the kernel are reached by. A ' +
      'profile that is set has to be RuntimeDefault or Localhost; one that is not set is the affair of require-seccomp-profile. A bad ' +
      'one is a violation even where every container overrides it. Before Kubernetes 1.19 the annotations are judged. Windows pods do not have the field. ' +
      'Where require-seccomp-profile is in force and at least as strict, it alone reports the field, as severe as here and with a fix.',
    category: 'pod-security',
    severity: 'high',
    remedy: 'Set securityContext.seccompProfile.type to RuntimeDefault.',
    references: [
      'https://kubernetes.io/docs/concepts/security/pod-security-standards/',
      'https://kubernetes.io/docs/tutorials/security/seccomp/',
    ],
  },
  target: workloads,
  settings: {},
  *check(workload, { kubernetesVersion }) {
    if (!isAtLeast(kubernetesVersion, 19)) yield* wrongAnnotations(workload);
    else if (!workload.isWindows) yield* wrongFields(workload);
  },
});

function* wrongFields(workload: Workload): Iterable<Violation> {
  for (const { who, securityContext, at } of securitySettersOf(workload)) {
    const profile = field(securityContext, 'seccompProfile');
    if (profile === undefined || isConfining(profile)) continue;
    const type = field(profile, 'type');
    yield {
      path: at('seccompProfile', 'type'),
      message: message((show) => `${who(show)} sets the seccomp profile to ${show(type)}, not to RuntimeDefault`),
      saidBy: 'require-seccomp-profile',
    };
  }
}

function* wrongAnnotations(workload: Workload): Iterable<Violation> {
  for (const annotation of seccompAnnotationsOf(workload)) {
    if (isConfiningAnnotation(annotation)) continue;
    const { key, value } = annotation;
    yield {
      path: workload.atPodMetadata('annotations', key),
      message: message((show) => `the annotation ${show(key)} sets the seccomp profile to ${show(value)}`),
      remedy: 'Set the annotation to runtime/default.',
    };
  }
}
