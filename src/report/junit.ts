import { fieldPath } from '../policy/pointer.js';
import { titleOf } from './judged.js';
import type { ObjectName, ReportedFinding } from './judged.js';
import { sayFix } from './mending.js';
import { compareText } from './report.js';
import type { ReadError, Report } from './report.js';
import { count } from './summary.js';
import { attributes, xmlText } from './xml.js';

/** One object, or one thing that could not be read. */
interface TestCase {
  readonly name: string;
  readonly outcome: 'passed' | 'failure' | 'error' | 'skipped';
  /** In one line, what went wrong. */
  readonly message?: string;
  /** All that would be denied, or why the file could not be read. */
  readonly details?: string;
  /** What only warns or is recorded. */
  readonly output?: string;
}

/** The test cases of a file, or of a namespace where there are no files. */
interface Suite {
  readonly name: string;
  readonly file: string | undefined;
  readonly cases: TestCase[];
}

/**
 * The report as JUnit XML: a suite for a file or a namespace, a test case for an object. An object fails when something about it would
 * be denied; what only warns is its output. In pieces; the same report gives the same bytes.
 */
export function* toJunit(report: Report): Iterable<string> {
  const suites = suitesOf(report);
  yield '<?xml version="1.0" encoding="UTF-8"?>\n';
  yield `<testsuites${attributes({ name: 'seaworthy', ...totals(suites.flatMap(({ cases }) => cases)) })}>\n`;
  for (const suite of suites) yield* suiteLines(suite);
  yield '</testsuites>\n';
}

function* suiteLines({ name, file, cases }: Suite): Iterable<string> {
  yield `  <testsuite${attributes({ name, ...totals(cases) })}>\n`;
  const unique = createNumbering();
  for (const test of cases) yield caseLines(test, attributes({ classname: name, name: unique(test.name), file }));
  yield '  </testsuite>\n';
}

/** Tells names apart by a number: GitLab drops all but the first of the test cases that share one. */
function createNumbering(): (name: string) => string {
  const counts = new Map<string, number>();
  const number = (name: string): string => {
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    // Somebody may have called another object just that.
    return count === 1 ? name : number(`${name} #${count}`);
  };
  return number;
}

function caseLines({ outcome, message, details, output }: TestCase, attributesOfCase: string): string {
  const inner = [
    outcome === 'passed' ? '' : element(outcome, attributes({ message, type: typeOf[outcome] }), details),
    output === undefined ? '' : element('system-out', '', output),
  ].join('');
  return inner === ''
    ? `    <testcase${attributesOfCase}/>\n`
    : `    <testcase${attributesOfCase}>\n${inner}    </testcase>\n`;
}

const typeOf = { failure: 'denied', error: 'unreadable', skipped: undefined } as const;

function element(name: string, attributesOfElement: string, text = ''): string {
  if (text === '') return `      <${name}${attributesOfElement}/>\n`;
  return `      <${name}${attributesOfElement}>${xmlText(text)}</${name}>\n`;
}

function totals(cases: readonly TestCase[]): Readonly<Record<string, number>> {
  const of = (outcome: TestCase['outcome']): number => cases.filter((test) => test.outcome === outcome).length;
  return { tests: cases.length, failures: of('failure'), errors: of('error'), skipped: of('skipped') };
}

/** All suites by name. Their cases: what could not be read, then what was found, then what passed. */
function suitesOf({ entries, errors, clean, omitted }: Report): readonly Suite[] {
  const suites = new Map<string, Suite>();
  const add = (test: TestCase, file: string | undefined, otherwise: string): void => {
    const name = file === undefined ? otherwise : nameOfFile(file);
    const suite = suites.get(name) ?? { name, file: file === '-' ? undefined : file, cases: [] };
    suite.cases.push(test);
    suites.set(name, suite);
  };
  for (const error of errors) add(unreadable(error), error.isResource ? undefined : error.file, error.file);
  const found = new Map<ObjectName, ReportedFinding[]>();
  for (const { object, finding } of entries) {
    const findings = found.get(object);
    if (findings === undefined) found.set(object, [finding]);
    else findings.push(finding);
  }
  for (const [object, findings] of found) add(judged(object, findings), findings[0]?.source?.file, placeOf(object));
  const passed = clean.map(({ object, file }) => ({ name: titleOf(object), file, place: placeOf(object) }));
  for (const { name, file, place } of passed.sort((a, b) => compareText(a.name, b.name))) {
    add({ name, outcome: 'passed' }, file, place);
  }
  const sorted = [...suites.values()].sort((a, b) => compareText(a.name, b.name));
  return omitted === 0 ? sorted : [...sorted, cutOff(omitted)];
}

function nameOfFile(file: string): string {
  return file === '-' ? 'standard input' : file;
}

function placeOf({ namespace }: ObjectName): string {
  return namespace ?? '(no namespace)';
}

function unreadable({ line, column, message }: ReadError): TestCase {
  const at = [line, column].filter((part) => part !== undefined).join(':');
  return { name: 'can be read', outcome: 'error', message, details: at === '' ? message : `${at}: ${message}` };
}

/** The test case of an object with findings. */
function judged(object: ObjectName, findings: readonly ReportedFinding[]): TestCase {
  const denied = findings.filter(({ mode }) => mode === 'enforce');
  const others = findings.filter(({ mode }) => mode !== 'enforce');
  const ids = [...new Set(denied.map(({ policy }) => policy.id))].join(', ');
  return {
    name: titleOf(object),
    outcome: denied.length === 0 ? 'passed' : 'failure',
    message: `${count(denied.length, 'finding')}: ${ids}`,
    details: denied.map(linesOf).join('\n'),
    ...(others.length > 0 && { output: others.map((finding) => `${finding.mode}: ${linesOf(finding)}`).join('\n') }),
  };
}

function linesOf(finding: ReportedFinding): string {
  const { policy, path, message, remedy, source } = finding;
  const place = source === undefined ? '' : `${source.line}:${source.column}  `;
  const fix = sayFix(finding);
  const field = path === '' ? '' : ` (${fieldPath(path)})`;
  const lines = [`${place}${policy.severity}  ${policy.id}: ${message}${field}`, `  ${remedy}`];
  return [...lines, ...(fix === undefined ? [] : [`  fix: ${fix}`])].join('\n');
}

/** With a limit on findings, objects whose findings were all cut off are in no suite: that has to be said. */
function cutOff(omitted: number): Suite {
  const message = `${count(omitted, 'finding')} more, not shown here`;
  return {
    name: 'not shown',
    file: undefined,
    cases: [{ name: 'all findings are shown', outcome: 'skipped', message }],
  };
}
