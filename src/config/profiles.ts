import type { ProfileDefinitions } from '../engine/profile.js';

/** The profiles that come with Seaworthy, each including the one before. What an entry leaves out has the policy's defaults. */
export const builtinProfiles: ProfileDefinitions = {
  baseline: {
    policies: {
      'require-pinned-images': {},
      'require-probes': {},
      'require-resources': {},
      'require-sound-resources': {},
    },
  },
  production: {
    extends: 'baseline',
    policies: {
      'disallow-privilege-escalation': {},
      'require-graceful-termination': {},
      'require-non-root': {},
      'require-prestop-hook': {},
      'require-scanned-images': { mode: 'warn' },
    },
  },
  strict: {
    extends: 'production',
    policies: {
      'require-pinned-images': { digest: true },
      'require-resources': { limits: ['cpu', 'memory'] },
      'require-scanned-images': { mode: 'enforce' },
    },
  },
};
