import type { ScanFinding, ScanRecord } from '../policy/facts.js';
import { scanSeverities } from '../policy/scan.js';
import type { ScanSeverity } from '../policy/scan.js';

/** A digest that a report knows of its image, and where in the report it stands. */
export interface ScannedDigest {
  readonly digest: string;
  readonly from: string;
  /** Whether it is in the name by which the scanner was told to scan. */
  readonly isNamed: boolean;
}

/** What a scanner's report says, whichever scanner it was. */
export interface ScanReport {
  readonly scanner: ScanRecord['scanner'];
  /** RFC 3339. */
  readonly finishedAt: string | undefined;
  readonly digests: readonly ScannedDigest[];
  /** Each finding as often as the scanner counts it. */
  readonly findings: readonly ScanFinding[];
}

/** The digests in references of one field, such as registry.example.com/app@sha256:…; references without one say nothing. */
export function digestsIn(references: readonly unknown[], from: string, isNamed = false): readonly ScannedDigest[] {
  const digests: ScannedDigest[] = [];
  for (const reference of references) {
    const digest = typeof reference === 'string' ? /(?:^|@)(sha256:[0-9a-f]{64})$/.exec(reference)?.[1] : undefined;
    if (digest !== undefined) digests.push({ digest, from, isNamed });
  }
  return digests;
}

/** The scanners write severities in capitals or capitalised; Grype's negligible is low, and what nobody knows is unknown. */
export function severityFrom(text: unknown): ScanSeverity {
  const name = typeof text === 'string' ? text.toLowerCase() : '';
  if (name === 'negligible') return 'low';
  return scanSeverities.find((severity) => severity === name) ?? 'unknown';
}
