import type { ProfileDefinitions } from '../engine/profile.js';

/** The profiles that come with Seaworthy, each including the one before. What an entry leaves out has the policy's defaults. */
export const builtinProfiles: ProfileDefinitions = {
  baseline: {
    policies: {
      'disallow-default-namespace': {},
      'disallow-host-namespaces': {},
      'disallow-host-path': {},
      'disallow-host-ports': {},
      'disallow-host-probes': {},
      'disallow-host-process': {},
      'disallow-privileged-containers': {},
      'require-matching-selector': {},
      'require-pinned-images': {},
      'require-probes': {},
      'require-resources': {},
      'require-sound-resources': {},
      'restrict-added-capabilities': {},
      'restrict-apparmor': {},
      'restrict-proc-mount': { allowWithUserNamespaces: true },
      'restrict-seccomp': {},
      'restrict-selinux': {},
      'restrict-sysctls': {},
    },
  },
  production: {
    extends: 'baseline',
    policies: {
      'disallow-privilege-escalation': {},
      'require-cron-job-policy': {},
      'require-dropped-capabilities': {},
      'require-graceful-termination': {},
      'require-job-limits': {},
      'require-non-root': {},
      'require-prestop-hook': {},
      'require-scanned-images': { mode: 'warn' },
      'require-seccomp-profile': {},
      'restrict-proc-mount': { allowWithUserNamespaces: false },
      'restrict-volume-types': {},
    },
  },
  strict: {
    extends: 'production',
    policies: {
      'disallow-naked-pods': {},
      'require-pinned-images': { digest: true },
      'require-priority-class': {},
      'require-read-only-root-filesystem': {},
      'require-resources': { limits: ['cpu', 'memory'] },
      'require-scanned-images': { mode: 'enforce' },
      'restrict-service-account-token': {},
    },
  },
};
