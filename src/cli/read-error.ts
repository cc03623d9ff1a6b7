import { printable } from '../policy/quote.js';
import type { ReadError } from '../report/report.js';

/** Something that could not be read, as editors and terminals know it: file:line:column: message. */
export function describeReadError({ file, line, column, message }: ReadError): string {
  const place = [file, line, column].filter((part) => part !== undefined).join(':');
  return printable(`${place}: ${message}`);
}
