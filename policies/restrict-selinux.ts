import { field } from '../src/policy/json.js';
import type { Json } from '../src/policy/json.js';
import { definePolicy } from '../src/policy/policy.js';
import { message, quote } from '../src/policy/quote.js';
import { securitySettersOf } from '../src/policy/security-context.js';
import { isAtLeast } from '../src/policy/version.js';
import type { KubernetesVersion } from '../src/policy/version.js';
import { workloads } from '../src/policy/workload.js';

/** The types that keep a container a container, from the Pod Security Standards. */
const TYPES = ['container_t', 'container_init_t', 'container_kvm_t'];

export default definePolicy({
  meta: {
    id: 'restrict-selinux',
    title: 'Containers must keep the SELinux confinement of containers',
    description:
      'Another SELinux type, user or role can take a process out of the confinement that SELinux gives to containers. Only the types ' +
      'made for containers may be set, and no user or role; the level is free. container_engine_t is among them since Kubernetes 1.31. ' +
      'A bad value is a violation even where every container overrides it. Windows pods are exempt.',
    category: 'pod-security',
    severity: 'high',
    remedy: 'Take away user and role from securityContext.seLinuxOptions, and set type to container_t or leave it out.',
    references: [
      'https://kubernetes.io/docs/concepts/security/pod-security-standards/',
      'https://kubernetes.io/docs/tasks/configure-pod-container/security-context/',
    ],
  },
  target: workloads,
  settings: {},
  *check(workload, { kubernetesVersion }) {
    if (workload.isWindows) return;
    for (const { who, securityContext, at } of securitySettersOf(workload)) {
      const options = field(securityContext, 'seLinuxOptions');
      if (options === undefined) continue;
      for (const name of ['type', 'user', 'role'] as const) {
        const value = field(options, name) ?? '';
        if (value === '' || (name === 'type' && isContainerType(value, kubernetesVersion))) continue;
        yield {
          path: at('seLinuxOptions', name),
          message: message((show) => `${who(show)} sets the SELinux ${name} to ${show(value)}`),
          // Another value in the same field may confine even less.
          subject: quote(value),
        };
      }
    }
  },
});

function isContainerType(value: Json, version: KubernetesVersion): boolean {
  if (value === 'container_engine_t') return isAtLeast(version, 31);
  return typeof value === 'string' && TYPES.includes(value);
}
