import type { Position } from '../../config/yaml.js';

/** The lines of a text. They are found once, by the line feeds that end them. */
export interface Lines {
  /** The place of an offset: line and column, both from 1. */
  readonly positionOf: (offset: number) => Position;
  /** A line without what ends it. */
  readonly textOf: (line: number) => string;
}

export function linesOf(text: string): Lines {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return {
    positionOf: (offset) => {
      let [low, high] = [0, starts.length - 1];
      while (low < high) {
        const middle = Math.ceil((low + high) / 2);
        if ((starts[middle] ?? 0) <= offset) low = middle;
        else high = middle - 1;
      }
      return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
    },
    textOf: (line) => text.slice(starts[line - 1] ?? text.length, starts[line]).replace(/\r?\n$/, ''),
  };
}
