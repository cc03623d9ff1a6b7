import type { PolicyMeta } from '../policy/policy.js';

/** Beyond so many different findings the memory of them starts anew: it saves memory and must not cost any. */
const MOST = 4096;

/**
 * Gives for equal findings one and the same: thousands of workloads have the same few faults at the same places, and a
 * report has to hold all of its findings to sort them.
 */
export function createSharing<Finding extends { readonly policy: PolicyMeta }>(): (finding: Finding) => Finding {
  const known = new Map<string, Finding>();
  return (finding) => {
    const key = JSON.stringify({ ...finding, policy: [finding.policy.id, finding.policy.severity] });
    const same = known.get(key);
    if (same !== undefined) return same;
    if (known.size >= MOST) known.clear();
    known.set(key, finding);
    return finding;
  };
}
