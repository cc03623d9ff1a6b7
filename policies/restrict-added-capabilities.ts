import { capabilitiesOf, isBaselineCapability } from '../src/policy/capability.js';
import { definePolicy } from '../src/policy/policy.js';
import { message, quote } from '../src/policy/quote.js';
import { workloads } from '../src/policy/workload.js';

export default definePolicy({
  meta: {
    id: 'restrict-added-capabilities',
    title: 'Containers may add no capability beyond the default ones',
    description:
      'Each capability is a piece of root: SYS_ADMIN is nearly all of it, and NET_RAW forges packets. What container runtimes grant ' +
      'by default may be added, but for NET_RAW. Names are exact: CAP_CHOWN and chown are refused. Windows pods have no capabilities. ' +
      'Where require-dropped-capabilities is in force and at least as strict, it alone reports the capability, as severe as here and ' +
      'with a fix.',
    category: 'pod-security',
    severity: 'high',
    remedy: 'Take the capability out of securityContext.capabilities.add.',
    references: [
      'https://kubernetes.io/docs/concepts/security/pod-security-standards/',
      'https://man7.org/linux/man-pages/man7/capabilities.7.html',
    ],
  },
  target: workloads,
  settings: {},
  *check(workload) {
    if (workload.isWindows) return;
    for (const container of workload.containers) {
      for (const [index, capability] of capabilitiesOf(container, 'add').entries()) {
        if (isBaselineCapability(capability)) continue;
        yield {
          path: container.at('securityContext', 'capabilities', 'add', index),
          message: message(
            (show) =>
              `container ${show(container.name)} adds the capability ${show(capability)}, which is no default one`,
          ),
          subject: quote(capability),
          saidBy: 'require-dropped-capabilities',
        };
      }
    }
  },
});
