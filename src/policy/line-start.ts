/** How far before a place the line that it is on may begin, in characters. No comment that people read is longer. */
const LONGEST_LINE = 1_024;

/** The line that a place in a text is on, up to there. Of a line that begins too far before it nothing is told. */
export function lineUpTo(text: string, end: number): string {
  const from = Math.max(0, end - LONGEST_LINE);
  const before = text.slice(from, end);
  const start = before.lastIndexOf('\n') + 1;
  return start === 0 && from > 0 ? '' : before.slice(start);
}
