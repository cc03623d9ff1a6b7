import type { ScanFinding } from '../policy/facts.js';
import { arrayAt, dig, field, stringAt } from '../policy/json.js';
import type { JsonObject } from '../policy/json.js';
import { digestsIn, severityFrom } from './report-parts.js';
import type { ScanReport } from './report-parts.js';

/** The artifacts of which a report can be about an image: the image itself, or its bill of materials. */
const ABOUT_IMAGES = ['container_image', 'cyclonedx', 'spdx'];

/** Reads a report of `trivy image -f json`, schema 2. Metadata.ImageID is the hash of the configuration, not the digest of the image. */
export function readTrivy(report: JsonObject): ScanReport | string {
  const schema = field(report, 'SchemaVersion');
  if (schema !== 2)
    return `the Trivy report has SchemaVersion ${JSON.stringify(schema)}, and 2 is the one that is read`;
  const about = stringAt(report, 'ArtifactType');
  if (about !== undefined && !ABOUT_IMAGES.includes(about))
    return `the Trivy report is about a ${about}, not about an image`;
  const version = dig(report, 'Trivy', 'Version');
  return {
    scanner: { name: 'trivy', ...(typeof version === 'string' && version !== '' && { version }) },
    finishedAt: stringAt(report, 'CreatedAt'),
    digests: [
      ...digestsIn([field(report, 'ArtifactName')], 'ArtifactName', true),
      ...digestsIn(arrayAt(field(report, 'Metadata'), 'RepoDigests'), 'RepoDigests'),
    ],
    findings: arrayAt(report, 'Results').flatMap((result) => arrayAt(result, 'Vulnerabilities').flatMap(findingFrom)),
  };
}

function findingFrom(vulnerability: unknown): readonly ScanFinding[] {
  const id = stringAt(vulnerability, 'VulnerabilityID');
  if (id === undefined) return [];
  const fixable =
    stringAt(vulnerability, 'FixedVersion') !== undefined || stringAt(vulnerability, 'Status') === 'fixed';
  return [{ id, severity: severityFrom(field(vulnerability, 'Severity')), fixable, count: 1 }];
}
