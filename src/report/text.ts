import type { Severity } from '../policy/facts.js';
import { fieldPath } from '../policy/pointer.js';
import { printable } from '../policy/quote.js';
import { titleOf } from './judged.js';
import type { ObjectName, ReportedFinding } from './judged.js';
import { sayFix } from './mending.js';
import type { Paint } from './paint.js';
import type { Entry, Report } from './report.js';
import { summaryLines } from './summary.js';

/** The report for people: grouped by file and object, with a summary at the end. In pieces that end with a line break. */
export function* toText(report: Report, paint: Paint): Iterable<string> {
  let file: string | undefined;
  for (const group of groups(report.entries)) {
    const at = group.entries[0]?.finding.source?.file;
    if (at !== undefined && at !== file) yield `${paint.bold(at === '-' ? 'standard input' : printable(at))}\n`;
    file = at;
    yield* objectLines(group, paint);
    yield '\n';
  }
  if (report.omitted > 0) yield `and ${report.omitted} more, not shown here\n\n`;
  yield* summaryLines(report, paint);
}

interface Group {
  readonly object: ObjectName;
  readonly entries: readonly Entry[];
}

/** Entries by the object that they are about, in the order of their first. The items of one List take turns in the sorted entries. */
function groups(entries: readonly Entry[]): Iterable<Group> {
  const found = new Map<ObjectName, Entry[]>();
  for (const entry of entries) {
    const group = found.get(entry.object);
    if (group === undefined) found.set(entry.object, [entry]);
    else group.push(entry);
  }
  return [...found].map(([object, ofObject]) => ({ object, entries: ofObject.sort(compareLines) }));
}

/** People read a file from top to bottom; the sort keeps the order of what stands on one line, and of what has none. */
function compareLines(a: Entry, b: Entry): number {
  return (a.finding.source?.line ?? 0) - (b.finding.source?.line ?? 0);
}

const colours = { critical: 'red', high: 'red', medium: 'yellow', low: 'dim' } as const;

function* objectLines({ object, entries }: Group, paint: Paint): Iterable<string> {
  yield `  ${paint.cyan(titleOf(object))}\n`;
  const widths = {
    place: widest(entries, placeOf),
    mode: widest(entries, ({ mode }) => mode),
    severity: widest(entries, ({ policy }) => policy.severity),
  };
  const indent = ' '.repeat(widths.place === 0 ? 4 : widths.place + 6);
  const told = new Set<string>();
  let quoted: number | undefined;
  for (const { finding } of entries) {
    yield headline(finding, widths, paint);
    // A line that several findings are about is quoted under the first of them.
    const isNew = finding.source?.line !== quoted;
    if (isNew && finding.excerpt !== undefined) yield `${indent}${paint.dim('|')} ${finding.excerpt}\n`;
    quoted = finding.source?.line;
    // What to do is said once for each object, however many containers have the same fault.
    if (!told.has(finding.remedy)) yield `${indent}${paint.dim(printable(finding.remedy))}\n`;
    told.add(finding.remedy);
    const fix = sayFix(finding);
    if (fix !== undefined) yield `${indent}${paint.green('fix:')} ${fix}\n`;
  }
}

interface Widths {
  readonly place: number;
  readonly mode: number;
  readonly severity: number;
}

function widest(entries: readonly Entry[], textOf: (finding: ReportedFinding) => string): number {
  return entries.reduce((width, { finding }) => Math.max(width, textOf(finding).length), 0);
}

function headline(finding: ReportedFinding, widths: Widths, paint: Paint): string {
  const { policy, mode, message, source, path } = finding;
  const place = widths.place === 0 ? '' : `${paint.dim(placeOf(finding).padEnd(widths.place))}  `;
  const severity = colourOf(policy.severity, paint)(policy.severity.padEnd(widths.severity));
  const end = source === undefined && path !== '' ? ` (${printable(fieldPath(path))})` : '';
  return `    ${place}${mode.padEnd(widths.mode)}  ${severity}  ${paint.bold(policy.id)}: ${printable(message)}${end}\n`;
}

function colourOf(severity: Severity, paint: Paint): (text: string) => string {
  return paint[colours[severity]];
}

function placeOf({ source }: ReportedFinding): string {
  return source === undefined ? '' : `${source.line}:${source.column}`;
}
