import type { Mode } from '../engine/finding.js';
import { fieldPath } from '../policy/pointer.js';
import { printable } from '../policy/quote.js';
import { titleOf } from './judged.js';
import type { Source } from './judged.js';
import { sayFix } from './mending.js';
import type { Paint } from './paint.js';
import type { Entry, ReadError, Report } from './report.js';
import { summaryLines } from './summary.js';
import { compareWeight } from './weight.js';

const commands: Readonly<Record<Mode, 'error' | 'warning' | 'notice'>> = {
  enforce: 'error',
  warn: 'warning',
  audit: 'notice',
};

/**
 * The report as workflow commands, which GitHub Actions makes annotations of. It shows ten of each kind for one step,
 * so what matters most comes first. The summary is for the log.
 */
export function* toGithub(report: Report, paint: Paint): Iterable<string> {
  for (const error of report.errors) yield ofError(error);
  // The sort keeps the order of what weighs the same.
  for (const entry of report.entries.toSorted(compareWeight)) yield ofEntry(entry);
  if (report.omitted > 0) yield `and ${report.omitted} more, not shown here\n`;
  yield* summaryLines(report, paint);
}

function ofError(error: ReadError): string {
  return command('error', { ...placeOf(error), title: 'not readable' }, `${nameOf(error.file)}: ${error.message}`);
}

function ofEntry({ object, finding }: Entry): string {
  const { policy, mode, message, remedy, path, source } = finding;
  const field = path === '' ? '' : ` (${fieldPath(path)})`;
  const fix = sayFix(finding);
  const lines = [`${titleOf(object)}: ${message}${field}`, remedy, ...(fix === undefined ? [] : [`fix: ${fix}`])];
  return command(commands[mode], { ...(source && placeOf(source)), title: policy.id }, lines.join('\n'));
}

type Place = Omit<ReadError, 'message'> & Pick<Source, 'isRendered'>;
type Properties = Readonly<Record<string, string | number | undefined>>;

/**
 * Where to show an annotation. What came through a pipe or from a cluster has no place in the repository, and the lines of what
 * was rendered are not those of the file.
 */
function placeOf({ file, isResource, isRendered, line, column }: Place): Properties {
  if (isRendered === true) return { file: file.replace(/^(?:\.\/+)+/, '') };
  return file === '-' || isResource ? {} : { file: file.replace(/^(?:\.\/+)+/, ''), line, col: column };
}

function nameOf(file: string): string {
  return file === '-' ? 'standard input' : file;
}

/** A command on a line of its own; nothing in its values can end it or begin another. */
function command(name: string, properties: Properties, message: string): string {
  const given = Object.entries(properties).flatMap(([key, value]) =>
    value === undefined ? [] : [`${key}=${escapeProperty(String(value))}`],
  );
  return `::${name} ${given.join(',')}::${escapeData(message)}\n`;
}

/** The runner undoes these three in messages, and two more in properties: actions/runner, ActionCommand.cs. */
function escapeData(text: string): string {
  return text.split('\n').map(printable).join('\n').replaceAll('%', '%25').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
