import { modes } from '../engine/finding.js';
import { severities } from '../policy/facts.js';
import type { Entry } from './report.js';

/** Puts what denies first, and of that the most severe. */
export function compareWeight({ finding: a }: Entry, { finding: b }: Entry): number {
  return (
    modes.indexOf(b.mode) - modes.indexOf(a.mode) ||
    severities.indexOf(a.policy.severity) - severities.indexOf(b.policy.severity)
  );
}
