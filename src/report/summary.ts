import { printable } from '../policy/quote.js';
import type { Paint } from './paint.js';
import type { Report } from './report.js';

/** The last lines of a report for people: what was judged, what was found, and what to do next. Each ends with a line break. */
export function* summaryLines(report: Report, paint: Paint): Iterable<string> {
  const { summary, faulty, errors } = report;
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
  for (const line of promiseOf(report)) yield `${paint.dim(line)}\n`;
  yield `${paint.dim('seaworthy explain POLICY says why, and how to mend it')}\n`;
}

/** What seaworthy fix is sure to mend, if anything: of a text that is too long to try nobody knows. */
function promiseOf({ mendable, untried, fixCommand = 'seaworthy fix' }: Report): readonly string[] {
  const command = printable(fixCommand);
  if (mendable > 0)
    return [`${command} mends ${untried > 0 ? 'at least ' : ''}${mendable} of them; --dry-run shows how`];
  return untried > 0 ? [`${command} may mend some of them; --dry-run shows which`] : [];
}

export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
