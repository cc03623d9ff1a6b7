import type { ScanFinding } from '../policy/facts.js';
import { arrayAt, dig, field, objectAt, stringAt } from '../policy/json.js';
import type { Json } from '../policy/json.js';
import { digestsIn, severityFrom } from './report-parts.js';
import type { ScanReport } from './report-parts.js';

/** Reads a report of `grype -o json`. source.target.imageID is the hash of the configuration, not the digest of the image. */
export function readGrype(report: Json): ScanReport | string {
  const descriptor = field(report, 'descriptor');
  const name = stringAt(descriptor, 'name');
  if (name !== 'grype') return `descriptor.name is "${name ?? ''}", and grype is the one that is read`;
  const about = dig(report, 'source', 'type');
  if (typeof about === 'string' && about !== 'image') return `the Grype report is about a ${about}, not about an image`;
  const target = dig(report, 'source', 'target');
  const version = stringAt(descriptor, 'version');
  const dbUpdatedAt = builtAt(descriptor);
  return {
    scanner: { name, ...(version !== undefined && { version }), ...(dbUpdatedAt !== undefined && { dbUpdatedAt }) },
    finishedAt: stringAt(descriptor, 'timestamp'),
    digests: [
      ...digestsIn([field(target, 'userInput')], 'source.target.userInput', true),
      ...digestsIn(arrayAt(target, 'repoDigests'), 'source.target.repoDigests'),
      ...digestsIn([field(target, 'manifestDigest')], 'source.target.manifestDigest'),
    ],
    findings: arrayAt(report, 'matches').flatMap(findingFrom),
  };
}

/** When the database of vulnerabilities was built; since version 0.88 it stands under `status`. */
function builtAt(descriptor: Json | undefined): string | undefined {
  const db = objectAt(descriptor, 'db');
  const built = stringAt(field(db, 'status'), 'built') ?? stringAt(db, 'built');
  const time = new Date(built ?? '');
  return Number.isNaN(time.getTime()) ? undefined : time.toISOString();
}

function findingFrom(match: Json): readonly ScanFinding[] {
  const vulnerability = field(match, 'vulnerability');
  const id = stringAt(vulnerability, 'id');
  if (id === undefined) return [];
  const fixable = dig(vulnerability, 'fix', 'state') === 'fixed';
  return [{ id, severity: severityFrom(field(vulnerability, 'severity')), fixable, count: 1 }];
}
