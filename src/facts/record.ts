import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import type { ScanCount, ScanFinding, ScanRecord } from '../policy/facts.js';
import { scanSeverities } from '../policy/scan.js';
import type { ScanSeverity } from '../policy/scan.js';

/** A record names this many findings: enough to see what is wrong, and few enough for a ConfigMap to hold hundreds of records. */
export const MOST_FINDINGS = 20;

/** A record as it is written in a line of a receipts file. Times are RFC 3339 with their offset from UTC. */
export interface WrittenRecord {
  readonly digest: string;
  readonly scanner: { readonly name: string; readonly version?: string; readonly dbUpdatedAt?: string };
  readonly finishedAt: string;
  readonly counts: Readonly<Record<ScanSeverity, ScanCount>>;
  /** The worst findings, at most twenty. A count of 1 is left out. */
  readonly ids?: readonly (Omit<ScanFinding, 'count'> & { readonly count?: number })[];
}

const number = { type: 'integer', minimum: 0 };
const count = { type: 'object', required: ['total', 'fixable'], properties: { total: number, fixable: number } };
// These end up in messages on terminals, so they hold printable ASCII alone.
const name = { type: 'string', maxLength: 200, pattern: '^[ -~]+$' };

// Unknown fields are let through, so that an older server reads the receipts of a newer command.
const schema = {
  type: 'object',
  required: ['digest', 'scanner', 'finishedAt', 'counts'],
  properties: {
    digest: { type: 'string', pattern: '^sha256:[0-9a-f]{64}$' },
    scanner: {
      type: 'object',
      required: ['name'],
      properties: { name, version: name, dbUpdatedAt: { type: 'string', format: 'date-time' } },
    },
    finishedAt: { type: 'string', format: 'date-time' },
    counts: {
      type: 'object',
      required: [...scanSeverities],
      properties: Object.fromEntries(scanSeverities.map((severity) => [severity, count])),
    },
    ids: {
      type: 'array',
      maxItems: MOST_FINDINGS,
      items: {
        type: 'object',
        required: ['id', 'severity', 'fixable'],
        properties: {
          id: name,
          severity: { type: 'string', enum: [...scanSeverities] },
          fixable: { type: 'boolean' },
          count: { type: 'integer', minimum: 1 },
        },
      },
    },
  },
};

const ajv = new Ajv({ strict: true, allErrors: false });
addFormats.default(ajv, ['date-time']);
const isWritten = ajv.compile<WrittenRecord>(schema);

/** Reads a record from parsed JSON, or says what is wrong with it: a lower-case fragment without a full stop. */
export function readRecord(value: unknown): ScanRecord | string {
  if (!isWritten(value)) return complaint();
  const { digest, scanner, counts, ids = [] } = value;
  const finishedAt = Date.parse(value.finishedAt);
  if (Number.isNaN(finishedAt)) return 'finishedAt is no time';
  const worst = ids.map(({ id, severity, fixable, count: times = 1 }) => ({ id, severity, fixable, count: times }));
  return contradictionIn(counts, worst) ?? { digest, scanner, finishedAt, counts, worst };
}

function complaint(): string {
  const [error] = isWritten.errors ?? [];
  const place = error?.instancePath.slice(1).replaceAll('/', '.') ?? '';
  return `${place === '' ? 'the record' : place} ${error?.message ?? 'is not valid'}`;
}

/** An allowed finding is taken off the counts, so the named findings must be among those that were counted. */
function contradictionIn(counts: WrittenRecord['counts'], worst: readonly ScanFinding[]): string | undefined {
  for (const severity of scanSeverities) {
    const { total, fixable } = counts[severity];
    if (fixable > total) return `counts.${severity} has more fixable findings than findings`;
    const named = worst.filter((finding) => finding.severity === severity);
    const namedFixable = sum(named.filter((finding) => finding.fixable));
    if (namedFixable > fixable || sum(named) - namedFixable > total - fixable) {
      return `ids names more ${severity} findings than counts.${severity} has`;
    }
  }
  return undefined;
}

function sum(findings: readonly ScanFinding[]): number {
  return findings.reduce((total, { count: times }) => total + times, 0);
}
