import { severities } from '../policy/facts.js';
import type { Severity } from '../policy/facts.js';
import type { Pointer } from '../policy/pointer.js';
import { weaker } from './finding.js';
import type { Finding } from './finding.js';

/**
 * Leaves out each finding whose fact another policy has found as well and says better, as its violation names it. Nothing weakens:
 * the other one has to be there, at the same place or the field around it, with a mode that is as strong, whatever lowered the two;
 * and it becomes as severe as what it stands for. To be called when the modes are settled.
 */
export function sayOnce(findings: readonly Finding[]): readonly Finding[] {
  const repeats = findings.filter(({ saidBy }) => saidBy !== undefined);
  if (repeats.length === 0) return findings;
  const speakers = new Set(repeats.map(({ saidBy }) => saidBy));
  const spoken = byPlace(findings.filter(({ policy, saidBy }) => saidBy === undefined && speakers.has(policy.id)));
  const severityOf = new Map<Finding, Severity>();
  const left = findings.filter((finding) => {
    const other = sameIn(spoken, finding);
    if (other === undefined) return true;
    severityOf.set(other, severer(severityOf.get(other) ?? other.policy.severity, finding.policy.severity));
    return false;
  });
  return left.map((finding) => withSeverity(finding, severityOf.get(finding) ?? finding.policy.severity));
}

type Spoken = ReadonlyMap<string, Finding>;

/** The strongest finding of each policy at each place. */
function byPlace(findings: readonly Finding[]): Spoken {
  const spoken = new Map<string, Finding>();
  for (const finding of findings) {
    const key = keyOf(finding.policy.id, finding.path);
    const known = spoken.get(key);
    if (known === undefined || isAsStrong(finding, known)) spoken.set(key, finding);
  }
  return spoken;
}

/** What says the same as the finding and does at least as much. */
function sameIn(spoken: Spoken, finding: Finding): Finding | undefined {
  const { saidBy, path } = finding;
  if (saidBy === undefined) return undefined;
  const around = path.slice(0, path.lastIndexOf('/'));
  return [path, around].map((at) => spoken.get(keyOf(saidBy, at))).find((other) => other && isAsStrong(other, finding));
}

function keyOf(policy: string, path: Pointer): string {
  return `${policy}\n${path}`;
}

function isAsStrong(one: Finding, other: Finding): boolean {
  return weaker(one.mode, other.mode) === other.mode;
}

/** The list of them begins with the most severe. */
function severer(one: Severity, other: Severity): Severity {
  return severities.indexOf(one) <= severities.indexOf(other) ? one : other;
}

function withSeverity(finding: Finding, severity: Severity): Finding {
  return finding.policy.severity === severity ? finding : { ...finding, policy: { ...finding.policy, severity } };
}
