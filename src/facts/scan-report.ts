import { dig, field, isObject, stringAt } from '../policy/json.js';
import type { Json } from '../policy/json.js';
import type { ScanFinding } from '../policy/facts.js';
import { scanSeverities } from '../policy/scan.js';
import type { ScanSeverity } from '../policy/scan.js';
import { readGrype } from './grype.js';
import { MOST_FINDINGS } from './record.js';
import type { WrittenRecord } from './record.js';
import type { ScannedDigest, ScanReport } from './report-parts.js';
import { readTrivy } from './trivy.js';

/** What the caller knows and the report may not. */
export interface Supplement {
  /** The digest of the image as it will be run, sha256:hex. */
  readonly digest?: string | undefined;
  /** When the scan ended, RFC 3339. */
  readonly finishedAt?: string | undefined;
}

const READABLE =
  'a JSON report of Trivy (trivy image -f json: SchemaVersion, ArtifactName) or of Grype (grype -o json: matches, descriptor)';

/** Reduces a scanner's report to the record of a receipt, or says in a sentence why it cannot. */
export function reduceReport(report: Json, { digest, finishedAt }: Supplement): WrittenRecord | string {
  const read = readReport(report);
  if (typeof read === 'string') return read;
  const scanned = digest ?? digestOf(read);
  if (!scanned.startsWith('sha256:')) return scanned;
  const ended = finishedAt ?? read.finishedAt;
  if (ended === undefined)
    return 'the report does not say when the scan ended: say it, as in --finished-at 2026-11-20T10:00:00Z';
  const time = new Date(ended);
  if (Number.isNaN(time.getTime()))
    return `"${ended}" is no time: say when the scan ended, as in --finished-at 2026-11-20T10:00:00Z`;
  return {
    digest: scanned,
    scanner: read.scanner,
    finishedAt: time.toISOString(),
    counts: countFindings(read.findings),
    ids: worstOf(read.findings),
  };
}

function readReport(report: Json): ScanReport | string {
  if (isObject(report) && field(report, 'SchemaVersion') !== undefined) return readTrivy(report);
  if (Array.isArray(field(report, 'matches')) && isObject(dig(report, 'descriptor'))) return readGrype(report);
  const saw = isObject(report) ? `the fields ${Object.keys(report).slice(0, 5).join(', ') || '(none)'}` : 'no object';
  return `this is not ${READABLE}; it has ${saw}${stringAt(report, 'bomFormat') === undefined ? '' : ': an SBOM is not a scan'}`;
}

/** What was scanned, if the report leaves no doubt; otherwise a sentence that asks for it. */
function digestOf({ digests }: ScanReport): string {
  const known = new Set(digests.map(({ digest }) => digest));
  const [first] = known;
  if (first === undefined) {
    return 'the report holds no digest of the image (an image ID is not one): give it with --digest sha256:…, as the registry shows it';
  }
  if (known.size === 1) return first;
  const named = namedDigest(digests);
  if (named !== undefined) return named;
  const list = digests.map(({ digest, from }) => `${digest} (${from})`).join(', ');
  return `the report holds different digests: ${list}; say with --digest which one your manifests name`;
}

/** The digest that the scanner was told to scan settles it, unless the registry's answers contradict it. */
function namedDigest(digests: readonly ScannedDigest[]): string | undefined {
  const named = digests.find(({ isNamed }) => isNamed)?.digest;
  const isConfirmed = digests.some(({ digest, isNamed }) => !isNamed && digest === named);
  return isConfirmed ? named : undefined;
}

function countFindings(findings: readonly ScanFinding[]): WrittenRecord['counts'] {
  const counts = Object.fromEntries(scanSeverities.map((severity) => [severity, { total: 0, fixable: 0 }]));
  for (const { severity, fixable, count } of findings) {
    const { total = 0, fixable: mendable = 0 } = counts[severity] ?? {};
    counts[severity] = { total: total + count, fixable: mendable + (fixable ? count : 0) };
  }
  return counts as Record<ScanSeverity, { total: number; fixable: number }>; // every severity has been given its entry above
}

/** The worst first; of equals, those that can be mended; then by name, so that the same report gives the same bytes. */
function worstOf(findings: readonly ScanFinding[]): NonNullable<WrittenRecord['ids']> {
  const groups = new Map<string, ScanFinding>();
  for (const finding of findings) {
    const key = JSON.stringify([finding.id, finding.severity, finding.fixable]);
    const count = (groups.get(key)?.count ?? 0) + finding.count;
    groups.set(key, { ...finding, count });
  }
  return [...groups.values()]
    .sort(
      (one, other) =>
        scanSeverities.indexOf(one.severity) - scanSeverities.indexOf(other.severity) ||
        Number(other.fixable) - Number(one.fixable) ||
        (one.id < other.id ? -1 : 1),
    )
    .slice(0, MOST_FINDINGS)
    .map(({ count, ...finding }) => (count === 1 ? finding : { ...finding, count }));
}
