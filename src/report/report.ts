import type { Mode } from '../engine/finding.js';
import { severities } from '../policy/facts.js';
import type { Severity } from '../policy/facts.js';
import { detach } from './judged.js';
import type { Judged, ObjectName, ReportedFinding } from './judged.js';
import { lossOf, scoreOf } from './score.js';

/** Something that could not be read. Lines and columns start at 1. */
export interface ReadError {
  /** The file, or the resource of a cluster such as deployments.apps. */
  readonly file: string;
  /** Whether it is no file, and so cannot be pointed at. */
  readonly isResource?: true;
  readonly line?: number;
  readonly column?: number;
  readonly message: string;
}

export interface Summary {
  readonly objects: number;
  /** How many findings there are of each mode. */
  readonly findings: Readonly<Record<Mode | 'waived', number>>;
  /** From 0 to 100. */
  readonly score: number;
}

/** One finding with the object that it is about. */
export interface Entry {
  readonly object: ObjectName;
  readonly finding: ReportedFinding;
}

/** An object without findings, and the file that it was read from. */
export type Clean = Pick<Judged, 'object' | 'file'>;

/** What every format is made from. */
export interface Report {
  readonly summary: Summary;
  /** Sorted by file and document, or else by namespace, kind and name; then by path, then by policy. */
  readonly entries: readonly Entry[];
  /** How many objects have findings. */
  readonly faulty: number;
  /** How many findings were left out of the entries because there are too many. */
  readonly omitted: number;
  /** How many findings stand in a file and have a fix that can be written there. */
  readonly mendable: number;
  /** How many more of them may be so, which nobody had the time to try. */
  readonly untried: number;
  /** The command that mends, with the flags by which it judges alike; absent where it needs none. */
  readonly fixCommand?: string | undefined;
  /** The objects without findings, in no order that means anything; empty when the format does not show them. */
  readonly clean: readonly Clean[];
  readonly errors: readonly ReadError[];
}

export interface ReportOptions {
  /** Findings that are less severe are left out, of the summary too. */
  readonly minSeverity?: Severity | undefined;
  /** The most entries to show; the summary counts all. */
  readonly maxFindings?: number | undefined;
  /** What the report is for: only a format that shows objects without findings has their names kept. */
  readonly format?: string | undefined;
  /** The command that mends, with what it has to be told so that it judges as was judged here. */
  readonly fixCommand?: string;
}

/** The one format that lists what passed: without it, nobody could see there that something was mended. */
const LISTS_CLEAN = 'junit';

type All<T> = Iterable<T> | AsyncIterable<T>;

/** Gathers what was found. Of objects without findings nothing is kept but, for one format, their names. */
export async function report(
  judged: All<Judged>,
  errors: Iterable<ReadError>,
  { minSeverity = 'low', maxFindings = Infinity, format, fixCommand }: ReportOptions = {},
): Promise<Report> {
  const entries = createShortlist(maxFindings);
  const clean: Clean[] = [];
  const findings = { enforce: 0, warn: 0, audit: 0, waived: 0 };
  const promises = { mendable: 0, untried: 0 };
  let [objects, faulty, losses] = [0, 0, 0];
  for await (const { object: name, findings: all, file } of judged) {
    const shown = all.filter(({ policy }) => isWanted(policy.severity, minSeverity));
    objects++;
    if (shown.length === 0) {
      if (format === LISTS_CLEAN) clean.push({ object: detach(name), ...(file !== undefined && { file }) });
      continue;
    }
    faulty++;
    losses += lossOf(shown);
    const object = detach(name);
    for (const finding of shown) {
      findings[finding.mode]++;
      const promise = promiseOf(finding);
      if (promise !== undefined) promises[promise]++;
      entries.put({ object, finding });
    }
  }
  const { kept, omitted } = entries.sorted();
  return {
    summary: { objects, findings, score: scoreOf(objects, losses) },
    entries: kept,
    faulty,
    omitted,
    ...promises,
    fixCommand,
    clean,
    // Read only now: what could not be read shows while the objects are gone through.
    errors: [...errors].sort(compareErrors),
  };
}

/** Whether what is so severe counts where nothing less severe than the least does. */
export function isWanted(severity: Severity, least: Severity = 'low'): boolean {
  return severities.indexOf(severity) <= severities.indexOf(least);
}

interface Shortlist {
  readonly put: (entry: Entry) => void;
  /** The first ones in their order, and how many others there were. */
  readonly sorted: () => { readonly kept: readonly Entry[]; readonly omitted: number };
}

/** So many entries more than are wanted are held before they are sorted, so that this is not done for each. */
const ROOM = 10_000;

/** Holds the first of however many entries, and not much more: a folder may have a million findings. */
function createShortlist(most: number): Shortlist {
  let entries: Entry[] = [];
  let omitted = 0;
  const shorten = (): void => {
    const all = entries.length;
    entries = entries.sort(compareEntries).slice(0, most);
    omitted += all - entries.length;
  };
  return {
    put: (entry) => {
      entries.push(entry);
      if (entries.length >= most + ROOM) shorten();
    },
    sorted: () => {
      shorten();
      return { kept: entries, omitted };
    },
  };
}

/** What came through a pipe, or was rendered, cannot be written back, and templates are left alone, and so are some other texts. */
function promiseOf({ fix, source, prognosis }: ReportedFinding): 'mendable' | 'untried' | undefined {
  if (fix === undefined || source === undefined || source.file === '-' || prognosis === 'by hand') return undefined;
  return source.isRendered === true || source.isLeftAlone === true ? undefined : (prognosis ?? 'mendable');
}

/** Compares by code unit and not by language, so that every machine gives the same bytes. */
export function compareText(a = '', b = ''): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function compareEntries(a: Entry, b: Entry): number {
  const [one, other] = [a.finding, b.finding];
  return (
    comparePlaces(a, b) ||
    compareText(one.path, other.path) ||
    compareText(one.policy.id, other.policy.id) ||
    (one.source?.line ?? 0) - (other.source?.line ?? 0) ||
    compareText(one.message, other.message) ||
    compareText(a.object.apiVersion, b.object.apiVersion)
  );
}

function comparePlaces(a: Entry, b: Entry): number {
  const [one, other] = [a.finding.source, b.finding.source];
  if (one !== undefined && other !== undefined) {
    return compareText(one.file, other.file) || one.document - other.document;
  }
  return (
    compareText(a.object.namespace, b.object.namespace) ||
    compareText(a.object.kind, b.object.kind) ||
    compareText(a.object.name, b.object.name)
  );
}

function compareErrors(a: ReadError, b: ReadError): number {
  return (
    compareText(a.file, b.file) ||
    (a.line ?? 0) - (b.line ?? 0) ||
    (a.column ?? 0) - (b.column ?? 0) ||
    compareText(a.message, b.message)
  );
}
