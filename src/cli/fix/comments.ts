import { Parser } from 'yaml';
import { breakAt, columnAt } from './sheet.js';

/** The comments that begin within a part of the text. */
export function commentsIn(text: string, start: number, end: number): readonly string[] {
  if (!text.slice(start, end).includes('#')) return [];
  // A carriage return alone ends a line, which the parser does not know.
  const lines = text.replaceAll(/\r(?!\n)/g, '\n');
  return [...new Parser().parse(lines)].flatMap((token) => [...commentsOf(token, start, end)]);
}

function* commentsOf(token: unknown, start: number, end: number): Iterable<string> {
  if (typeof token !== 'object' || token === null) return;
  const { type, offset, source } = token as {
    readonly type?: string;
    readonly offset?: number;
    readonly source?: string;
  };
  if (type !== 'comment') {
    for (const part of Object.values(token)) yield* commentsOf(part, start, end);
  } else if (offset !== undefined && source !== undefined && offset >= start && offset < end) yield source;
}

/** Comments that go before what stands at an offset: each on its line, and what follows as far to the right as before. */
export function linesOfComments(comments: readonly string[], offset: number, text: string): string {
  if (comments.length === 0) return '';
  const margin = breakAt(text, offset) + ' '.repeat(columnAt(offset, text));
  const gap = /\s/.test(text.charAt(offset - 1)) ? '' : ' ';
  return gap + comments.map((comment) => comment + margin).join('');
}
