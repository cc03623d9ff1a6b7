import { breakAt, lineEnd, lineStart, trimmed } from './sheet.js';
import type { Splice } from './splice.js';

/** The white space that begins the line of an offset; undefined when something else stands before the offset. */
export function indentOf(offset: number, text: string): string | undefined {
  const start = trimmed(text, offset);
  return start === 0 || text[start - 1] === '\n' ? text.slice(start, offset) : undefined;
}

/** Takes out what stands behind a colon or on a line of its own, and leaves no blanks, and comments as far to the right as they were. */
export function cut(start: number, end: number, text: string): Splice {
  if (indentOf(start, text) !== undefined) return cutLines(start, end, text);
  // A comment may stand right behind brackets, and not right behind a colon.
  return { start: trimmed(text, start), end, text: text.startsWith('#', end) ? ' ' : '' };
}

/** Takes out what begins its line, with the line where nothing else stands on it; what does begins where that stood. */
export function cutLines(start: number, end: number, text: string): Splice {
  const rest = text.slice(end, lineEnd(text, end));
  if (rest.trim() !== '') return { start, end: end + rest.length - rest.trimStart().length, text: '' };
  const first = lineStart(text, start);
  return { start: Math.max(0, first - breakAt(text, first - 1).length), end: end + rest.length, text: '' };
}
