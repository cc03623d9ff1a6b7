import { severities } from '../policy/facts.js';
import type { PolicyMeta } from '../policy/policy.js';
import { printable } from '../policy/quote.js';
import { createFingerprints } from './fingerprint.js';
import { compareText } from './report.js';
import type { Entry, ReadError, Report } from './report.js';
import { SOURCE_ROOT, artifactOf, plainMessage, resultOf, ruleOf } from './sarif-result.js';
import { compareWeight } from './weight.js';

/** What a log says of the tool that wrote it. */
export interface SarifSetting {
  readonly version: string;
  /** The folder that relative paths start from. */
  readonly folder: string;
}

/** GitHub refuses a run that has more results: docs.github.com, "SARIF support for code scanning". */
const MOST_RESULTS = 25_000;

/** The report as a SARIF 2.1.0 log with one run, in pieces. The same report gives the same bytes. */
export function* toSarif(report: Report, setting: SarifSetting): Iterable<string> {
  const entries = worst(report.entries, MOST_RESULTS);
  const policies = policiesOf(entries);
  const indices = new Map(policies.map(({ id }, index) => [id, index]));
  const fingerprintOf = createFingerprints();
  const { objects, findings, score } = report.summary;
  yield '{\n"$schema": "https://json.schemastore.org/sarif-2.1.0.json",\n"version": "2.1.0",\n"runs": [{\n';
  yield `"tool": {"driver": {"name": "Seaworthy", "semanticVersion": ${JSON.stringify(setting.version)}, `;
  yield '"informationUri": "https://seaworthy.dev", "rules": [';
  yield* list(policies, ruleOf);
  yield ']}},\n"columnKind": "utf16CodeUnits",\n';
  yield `"originalUriBaseIds": {"${SOURCE_ROOT}": {"description": {"text": "The folder that seaworthy was run in."}}},\n`;
  yield `"invocations": [${JSON.stringify(invocationOf(report, report.entries.length - entries.length, setting))}],\n`;
  yield `"properties": ${JSON.stringify({ objects, findings, score })},\n"results": [`;
  yield* list(entries, (entry) =>
    resultOf(entry, {
      ruleIndex: indices.get(entry.finding.policy.id) ?? -1,
      fingerprint: fingerprintOf(entry),
      folder: setting.folder,
    }),
  );
  yield ']\n}]\n}\n';
}

/** One item a line, each made when its line is. */
function* list<T>(items: readonly T[], toItem: (item: T) => object): Iterable<string> {
  for (const [index, item] of items.entries()) yield `${index === 0 ? '' : ','}\n${JSON.stringify(toItem(item))}`;
  if (items.length > 0) yield '\n';
}

/** The entries that matter most, in the order that they came in. */
function worst(entries: readonly Entry[], most: number): readonly Entry[] {
  if (entries.length <= most) return entries;
  const ranked = [...entries.entries()].sort(([, a], [, b]) => compareWeight(a, b)).slice(0, most);
  return ranked.sort(([a], [b]) => a - b).map(([, entry]) => entry);
}

/** Each as severe as the worst of its findings: GitHub goes by the severity of the rule. */
function policiesOf(entries: readonly Entry[]): readonly PolicyMeta[] {
  const byId = new Map<string, PolicyMeta>();
  for (const { policy } of entries.map(({ finding }) => finding)) {
    const known = byId.get(policy.id)?.severity ?? 'low';
    if (!byId.has(policy.id) || severities.indexOf(policy.severity) < severities.indexOf(known))
      byId.set(policy.id, policy);
  }
  return [...byId.values()].sort((a, b) => compareText(a.id, b.id));
}

/** What could not be read, and what was left out, so that nobody takes a part for the whole. */
function invocationOf({ errors, omitted }: Report, cut: number, { folder }: SarifSetting): object {
  const left = omitted + cut;
  const note = `${left} more findings are not in this log, because it is limited to the ones that are here.`;
  return {
    executionSuccessful: errors.length === 0,
    toolExecutionNotifications: [
      ...errors.map((error) => notificationOf(error, folder)),
      ...(left > 0 ? [{ level: 'warning', message: { text: note } }] : []),
    ],
  };
}

function notificationOf({ file, isResource, line, column, message }: ReadError, folder: string): object {
  const region =
    line === undefined ? undefined : { startLine: line, ...(column !== undefined && { startColumn: column }) };
  const artifactLocation = artifactOf(file, folder);
  return {
    level: 'error',
    message: { text: plainMessage(`${printable(file)}: ${message}`) },
    ...(file !== '-' &&
      isResource !== true && { locations: [{ physicalLocation: { artifactLocation, ...(region && { region }) } }] }),
  };
}
