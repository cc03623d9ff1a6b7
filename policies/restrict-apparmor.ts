import { annotationsWith } from '../src/policy/annotation.js';
import { isConfining } from '../src/policy/confinement.js';
import { field } from '../src/policy/json.js';
import { definePolicy } from '../src/policy/policy.js';
import type { Violation } from '../src/policy/policy.js';
import { message } from '../src/policy/quote.js';
import { securitySettersOf } from '../src/policy/security-context.js';
import { workloads } from '../src/policy/workload.js';
import type { Workload } from '../src/policy/workload.js';

/** Where the profile stood before Kubernetes 1.30 had a field for it; the kubelet still obeys it. */
const ANNOTATION = 'container.apparmor.security.beta.kubernetes.io/';

export default definePolicy({
  meta: {
    id: 'restrict-apparmor',
    title: 'Nothing may switch the AppArmor profile off',
    description:
      'Where a node has AppArmor, the profile of the container runtime keeps a container off files and mounts that it has no business ' +
      'with. A profile that is set has to be RuntimeDefault or Localhost, in the field and in the older annotation, and a bad one is a ' +
      'violation even where every container overrides it. The field does not exist on Windows pods; their annotations are judged.',
    category: 'pod-security',
    severity: 'high',
    remedy: 'Set securityContext.appArmorProfile.type to RuntimeDefault, and take away the annotation.',
    references: [
      'https://kubernetes.io/docs/concepts/security/pod-security-standards/',
      'https://kubernetes.io/docs/tutorials/security/apparmor/',
    ],
  },
  target: workloads,
  settings: {},
  *check(workload) {
    if (!workload.isWindows) yield* wrongFields(workload);
    for (const { key, value } of annotationsWith(workload, ANNOTATION)) {
      if (/^(?:$|runtime\/default$|localhost\/)/.test(value)) continue;
      yield {
        path: workload.atPodMetadata('annotations', key),
        message: message((show) => `the annotation ${show(key)} sets the AppArmor profile to ${show(value)}`),
      };
    }
  },
});

function* wrongFields(workload: Workload): Iterable<Violation> {
  for (const { who, securityContext, at } of securitySettersOf(workload)) {
    const profile = field(securityContext, 'appArmorProfile');
    if (profile === undefined || isConfining(profile)) continue;
    const type = field(profile, 'type');
    yield {
      path: at('appArmorProfile', 'type'),
      message: message((show) => `${who(show)} sets the AppArmor profile to ${show(type)}, not to RuntimeDefault`),
    };
  }
}
