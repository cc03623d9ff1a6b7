import type { Mode } from '../engine/finding.js';
import type { Severity } from '../policy/facts.js';
import { fieldPath } from '../policy/pointer.js';
import type { PolicyMeta } from '../policy/policy.js';
import { printable } from '../policy/quote.js';
import { titleOf } from './judged.js';
import type { ObjectName, Replacement, ReportedFinding, Source } from './judged.js';
import { sayFix } from './mending.js';
import type { Entry } from './report.js';
import { uriOf } from './uri.js';

/** The name that SARIF readers know for the root of the sources. */
export const SOURCE_ROOT = '%SRCROOT%';

type Level = 'error' | 'warning' | 'note';

const levelOfMode: Readonly<Record<Mode, Level>> = { enforce: 'error', warn: 'warning', audit: 'note' };

/** The middle of the ranges that GitHub makes critical, high, medium and low of: over 9, 7 to 8.9, 4 to 6.9, and below. */
const scores: Readonly<Record<Severity, string>> = { critical: '9.5', high: '8.0', medium: '5.5', low: '2.0' };
const levels: Readonly<Record<Severity, Level>> = { critical: 'error', high: 'error', medium: 'warning', low: 'note' };

/** Categories whose policies keep attackers out; the others keep a service running. */
const securityCategories: ReadonlySet<string> = new Set(['pod-security', 'images', 'network', 'governance']);

/** A policy as a SARIF reporting descriptor. */
export function ruleOf(meta: PolicyMeta): object {
  const { id, title, description, details = [], category, severity, remedy, references } = meta;
  const [first] = references;
  const more = `Run seaworthy explain ${id} for its settings and examples.`;
  const inDetail = details.length > 0 ? `${details.map((one) => `- ${one}`).join('\n')}\n\n` : '';
  const links = references.map((address) => `- <${address}>`).join('\n');
  return {
    id,
    name: id.replaceAll(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase()),
    shortDescription: { text: plainMessage(`${title}.`) },
    fullDescription: { text: plainMessage(description) },
    help: {
      text: plainMessage([description, remedy, ...details, more, ...references].join('\n')),
      markdown:
        `${description}\n\n**What to do:** ${remedy}\n\n${inDetail}Run \`seaworthy explain ${id}\` for its settings and examples.\n\n${links}`.trim(),
    },
    ...(first !== undefined && { helpUri: first }),
    defaultConfiguration: { level: levels[severity] },
    properties: {
      tags: ['kubernetes', category, ...(securityCategories.has(category) ? ['security'] : [])],
      category,
      severity,
      precision: 'high',
      'problem.severity': levels[severity] === 'note' ? 'recommendation' : levels[severity],
      'security-severity': scores[severity],
    },
  };
}

interface Setting {
  readonly ruleIndex: number;
  readonly fingerprint: string;
  readonly folder: string;
}

/** A finding as a SARIF result. */
export function resultOf({ object, finding }: Entry, { ruleIndex, fingerprint, folder }: Setting): object {
  const { policy, mode, message, remedy, path, container, fix } = finding;
  const fixes = fixesOf(finding, folder);
  return {
    ruleId: policy.id,
    ruleIndex,
    level: levelOfMode[mode],
    message: { text: plainMessage(`${titleOf(object)}: ${message}. ${remedy}`) },
    locations: [locationOf(object, finding, folder)],
    partialFingerprints: { 'seaworthyFinding/v1': fingerprint },
    ...(fixes !== undefined && { fixes }),
    properties: { mode, severity: policy.severity, path, container, remedy, fix },
  };
}

function locationOf(object: ObjectName, { path, source }: ReportedFinding, folder: string): object {
  const owner = { fullyQualifiedName: titleOf(object), kind: 'resource' };
  const field = printable(fieldPath(path));
  const member = { fullyQualifiedName: `${owner.fullyQualifiedName} ${field}`, kind: 'property' };
  return {
    ...(source !== undefined && placeOf(source, folder)),
    logicalLocations: path === '' ? [owner] : [owner, member],
  };
}

/** What came through a pipe has no address, but its lines can be told. */
function placeOf({ file, line, column, isRendered }: Source, folder: string): object {
  const place = `line ${line}, column ${column}`;
  if (file === '-') return { message: { text: `standard input, ${place}` } };
  const artifactLocation = artifactOf(file, folder);
  // A template has other lines than what it renders to.
  if (isRendered) return { physicalLocation: { artifactLocation }, message: { text: `as rendered, ${place}` } };
  return { physicalLocation: { artifactLocation, region: { startLine: line, startColumn: column } } };
}

export function artifactOf(file: string, folder: string): object {
  const { uri, isRelative } = uriOf(file, folder);
  return { uri, ...(isRelative && { uriBaseId: SOURCE_ROOT }) };
}

/** SARIF's fixes are changes of text; what changes only the object stands as a JSON Patch among the properties. */
function fixesOf(finding: ReportedFinding, folder: string): readonly object[] | undefined {
  const { source, replacements = [] } = finding;
  if (source === undefined || source.file === '-' || replacements.length === 0) return undefined;
  return [
    {
      description: { text: plainMessage(sayFix(finding) ?? finding.remedy) },
      artifactChanges: [
        { artifactLocation: artifactOf(source.file, folder), replacements: replacements.map(replacementOf) },
      ],
    },
  ];
}

function replacementOf({ text, ...deletedRegion }: Replacement): object {
  return { deletedRegion, ...(text !== '' && { insertedContent: { text } }) };
}

/**
 * Text as SARIF's plain messages write it (section 3.11): braces are doubled, for single ones hold the place of an argument, and a
 * bracket that would begin a link is escaped.
 */
export function plainMessage(text: string): string {
  return text
    .split('\n')
    .map(printable)
    .join('\n')
    .replaceAll(/[{}]/g, '$&$&')
    .replaceAll(/\[(?=[^[\]]*\]\()/g, '\\[');
}
