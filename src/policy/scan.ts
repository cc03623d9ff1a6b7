import { severities } from './facts.js';
import type { ScanEvidence, ScanFinding, ScanRecord, Severity } from './facts.js';

/** A scan that says it ended later than this is no scan: clocks of a cluster differ by seconds. In milliseconds. */
const FURTHEST_AHEAD = 5 * 60_000;

/** From the worst down. A severity that the scanner did not know comes last. */
export const scanSeverities = [...severities, 'unknown'] as const;
export type ScanSeverity = (typeof scanSeverities)[number];

/** What a policy lets through. */
export interface ScanBar {
  /** In milliseconds. */
  readonly maxAge: number;
  /** The highest severity of which any number passes. */
  readonly maxSeverity: Severity;
  /** The most findings of one severity; it goes before maxSeverity. */
  readonly counts: Readonly<Partial<Record<ScanSeverity, number | undefined>>>;
  /** Whether only findings count that a newer version of the package would mend. */
  readonly ignoreUnfixed: boolean;
  /** Identifiers of findings that somebody has answered for. */
  readonly allowed: ReadonlySet<string>;
  /** The names of the scanners that count; none named: all do. */
  readonly scanners: readonly string[];
}

/** More findings of one severity than the bar lets through. */
export interface Excess {
  readonly severity: ScanSeverity;
  readonly found: number;
  readonly limit: number;
}

export type ScanVerdict =
  | { readonly outcome: 'missing' }
  | { readonly outcome: 'untrusted'; readonly reasons: readonly string[] }
  | {
      readonly outcome: 'scanned';
      readonly record: ScanRecord;
      readonly isStale: boolean;
      readonly excess: readonly Excess[];
      /** The findings known by name that count towards the excess, worst first. */
      readonly culprits: readonly ScanFinding[];
    };

/** What the evidence about one image amounts to at a time. The newest trusted record speaks; of several, the one with the worst counts. */
export function judgeScan(evidence: ScanEvidence, bar: ScanBar, now: number): ScanVerdict {
  const reasons = [...evidence.untrusted];
  let spoken: Spoken | undefined;
  for (const record of evidence.trusted) {
    const reason = distrust(record, bar, now);
    if (reason !== undefined) {
      reasons.push(reason);
      continue;
    }
    const found = scanSeverities.map((severity) => countOf(record, severity, bar));
    if (spoken === undefined || outranks({ record, found }, spoken)) spoken = { record, found };
  }
  if (spoken === undefined) return reasons.length === 0 ? { outcome: 'missing' } : { outcome: 'untrusted', reasons };
  const { record } = spoken;
  const excess = excessOf(spoken.found, bar);
  const culprits = record.worst.filter(
    (finding) => counts(finding, bar) && excess.some(({ severity }) => severity === finding.severity),
  );
  return { outcome: 'scanned', record, isStale: now - record.finishedAt > bar.maxAge, excess, culprits };
}

/** Why a record from a trusted source does not count all the same. */
function distrust({ finishedAt, scanner }: ScanRecord, { scanners }: ScanBar, now: number): string | undefined {
  if (finishedAt > now + FURTHEST_AHEAD)
    return `its scan is dated ${new Date(finishedAt).toISOString()}, which is in the future`;
  if (scanners.length > 0 && !scanners.includes(scanner.name))
    return `scanner ${scanner.name} is not among ${scanners.join(', ')}`;
  return undefined;
}

/** A record with the number of findings that count, by severity. */
interface Spoken {
  readonly record: ScanRecord;
  readonly found: readonly number[];
}

function outranks(one: Spoken, other: Spoken): boolean {
  if (one.record.finishedAt !== other.record.finishedAt) return one.record.finishedAt > other.record.finishedAt;
  const differing = one.found.findIndex((found, index) => found !== other.found[index]);
  return differing >= 0 && (one.found[differing] ?? 0) > (other.found[differing] ?? 0);
}

/** How many findings of a severity count. Only those known by name can be allowed: the rest of the counts stands. */
function countOf(record: ScanRecord, severity: ScanSeverity, bar: ScanBar): number {
  const { total, fixable } = record.counts[severity];
  let found = bar.ignoreUnfixed ? fixable : total;
  for (const finding of record.worst) {
    if (finding.severity !== severity || !bar.allowed.has(finding.id)) continue;
    if (finding.fixable || !bar.ignoreUnfixed) found -= finding.count;
  }
  return Math.max(0, found);
}

function counts(finding: ScanFinding, bar: ScanBar): boolean {
  return !bar.allowed.has(finding.id) && (finding.fixable || !bar.ignoreUnfixed);
}

function excessOf(found: readonly number[], bar: ScanBar): readonly Excess[] {
  const excess: Excess[] = [];
  for (const [index, severity] of scanSeverities.entries()) {
    const limit = bar.counts[severity] ?? (index < severities.indexOf(bar.maxSeverity) ? 0 : Infinity);
    const number = found[index] ?? 0;
    if (number > limit) excess.push({ severity, found: number, limit });
  }
  return excess;
}
