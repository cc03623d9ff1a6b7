import { firstFrom } from '../../policy/first-from.js';
import type { Position } from '../../config/yaml.js';

/** The lines of a text. They are found once. */
export interface Lines {
  /** The place of an offset: line and column, both from 1. */
  readonly positionOf: (offset: number) => Position;
  /** A line without what ends it. */
  readonly textOf: (line: number) => string;
}

export function linesOf(text: string): Lines {
  const starts = [0];
  eachLineEnd(text, (end) => starts.push(end));
  return {
    positionOf: (offset) => {
      const line = firstFrom(offset + 1, starts, (start) => start);
      return { line, column: offset - (starts[line - 1] ?? 0) + 1 };
    },
    textOf: (line) => text.slice(starts[line - 1] ?? text.length, starts[line]).replace(/(?:\r\n?|\n)$/, ''),
  };
}

/** How many lines end in a text. */
export function countLines(text: string): number {
  let count = 0;
  eachLineEnd(text, () => count++);
  return count;
}

/** A line feed ends a line, a carriage return, or both. Nearly every text has nothing but line feeds, which are found fastest. */
function eachLineEnd(text: string, visit: (end: number) => void): void {
  if (text.includes('\r')) for (const { 0: end, index } of text.matchAll(/\r\n?|\n/g)) visit(index + end.length);
  else for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) visit(at + 1);
}
