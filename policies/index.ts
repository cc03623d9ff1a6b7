import type { Policy } from '../src/policy/policy.js';
import disallowPrivilegeEscalation from './disallow-privilege-escalation.js';
import requireGracefulTermination from './require-graceful-termination.js';
import requireNonRoot from './require-non-root.js';
import requirePinnedImages from './require-pinned-images.js';
import requirePrestopHook from './require-prestop-hook.js';
import requireProbes from './require-probes.js';
import requireResources from './require-resources.js';
import requireScannedImages from './require-scanned-images.js';
import requireSoundResources from './require-sound-resources.js';

/** Every policy, sorted by id. */
export const policies: readonly Policy[] = [
  disallowPrivilegeEscalation,
  requireGracefulTermination,
  requireNonRoot,
  requirePinnedImages,
  requirePrestopHook,
  requireProbes,
  requireResources,
  requireScannedImages,
  requireSoundResources,
];
