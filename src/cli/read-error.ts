import { printable } from '../policy/quote.js';
import type { ReadError } from '../report/report.js';

/**
 * Something that could not be read, as editors and terminals know it: file:line:column: message. GitHub Actions takes two marks for
 * the start of a command to its runner, also on standard error: actions/runner, ActionCommand.cs. A file may be called like one.
 */
export function describeReadError({ file, line, column, message }: ReadError): string {
  const place = [file, line, column].filter((part) => part !== undefined).join(':');
  const text = printable(`${place}: ${message}`).replaceAll('##[', '# #[');
  return /^\s*::/.test(text) ? `seaworthy: ${text}` : text;
}
