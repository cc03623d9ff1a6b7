import type { Severity } from '../policy/facts.js';
import { fieldPath } from '../policy/pointer.js';
import { printable } from '../policy/quote.js';
import type { ObjectName, ReportedFinding } from './judged.js';
import type { Entry, Report } from './report.js';

/** How to colour text; on anything but a terminal each gives the text back as it is. */
export type Paint = Readonly<Record<'bold' | 'dim' | 'red' | 'yellow' | 'green' | 'cyan', (text: string) => string>>;

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
  yield `  ${paint.cyan(printable(titleOf(object)))}\n`;
  const places = entries.map(({ finding }) => placeOf(finding));
  const widths = {
    place: Math.max(...places.map(({ length }) => length)),
    mode: Math.max(...entries.map(({ finding }) => finding.mode.length)),
    severity: Math.max(...entries.map(({ finding }) => finding.policy.severity.length)),
  };
  const told = new Set<string>();
  for (const [index, { finding }] of entries.entries()) {
    const { policy, mode, message, remedy } = finding;
    const place = (places[index] ?? '').padEnd(widths.place);
    const severity = colourOf(policy.severity, paint)(policy.severity.padEnd(widths.severity));
    const end = finding.source === undefined && finding.path !== '' ? ` (${printable(fieldPath(finding.path))})` : '';
    const indent = ' '.repeat(widths.place === 0 ? 0 : widths.place + 2);
    const start = widths.place === 0 ? '' : `${paint.dim(place)}  `;
    yield `    ${start}${mode.padEnd(widths.mode)}  ${severity}  ${paint.bold(policy.id)}: ${printable(message)}${end}\n`;
    // What to do is said once for each object, however many containers have the same fault.
    if (!told.has(remedy)) yield `    ${indent}${paint.dim(printable(remedy))}\n`;
    told.add(remedy);
  }
}

function colourOf(severity: Severity, paint: Paint): (text: string) => string {
  return paint[colours[severity]];
}

function titleOf({ kind, namespace, name }: ObjectName): string {
  const place = namespace === undefined ? '' : `${namespace}/`;
  return `${kind} ${name === '' ? `${place}(no name)` : place + name}`;
}

function placeOf({ source }: ReportedFinding): string {
  return source === undefined ? '' : `${source.line}:${source.column}`;
}

function* summaryLines({ summary, faulty, errors }: Report, paint: Paint): Iterable<string> {
  const { objects, findings, score } = summary;
  const total = findings.enforce + findings.warn + findings.audit;
  const judged = `${count(objects, 'object')} judged`;
  if (errors.length > 0) yield `${paint.red(`${count(errors.length, 'error')}: not everything could be read`)}\n`;
  if (objects === 0) {
    yield `${judged}\n`;
    return;
  }
  if (total === 0) {
    yield `${judged}: ${paint.green('nothing found')}, score ${score} of 100\n`;
    return;
  }
  const parts = (['enforce', 'warn', 'audit'] as const).filter((mode) => findings[mode] > 0);
  const shares = parts.map((mode) => `${findings[mode]} ${mode}`).join(', ');
  yield `${judged}: ${paint.bold(count(total, 'finding'))} in ${count(faulty, 'object')} (${shares}), score ${score} of 100\n`;
  yield `${paint.dim('seaworthy explain POLICY says why, and how to mend it')}\n`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
