import type { Position } from '../../config/yaml.js';
import { decode, isUtf16 } from './decode.js';

/** A line that is not UTF-8, by the place of its first bad byte. */
export interface BadLine extends Position {
  readonly offset: number;
}

/** A text with a replacement character for each bad byte. */
export interface Salvage {
  readonly text: string;
  /** In their order; all of them, where they are few. */
  readonly bad: readonly BadLine[];
}

/** A file with more bad lines is no text. */
const MOST_BAD = 1_000;

/**
 * What can be read of bytes that are not UTF-8 throughout, without a byte order mark; undefined where it is not worth it. No byte of a
 * longer character is that of a line feed, so that each line can be decoded alone.
 */
export function salvage(bytes: Buffer): Salvage | undefined {
  if (isUtf16(bytes)) return undefined;
  const lines: string[] = [];
  const bad: BadLine[] = [];
  let offset = 0;
  for (let start = 0; start < bytes.length && bad.length <= MOST_BAD;) {
    const feed = bytes.indexOf(LINE_FEED, start);
    const end = feed === -1 ? bytes.length : feed + 1;
    const line = bytes.subarray(start, end);
    const decoding = decode(line, { keepMark: start > 0 });
    const text = 'text' in decoding ? decoding.text : new TextDecoder('utf-8', { ignoreBOM: start > 0 }).decode(line);
    if ('message' in decoding) {
      const { column = 1 } = decoding;
      bad.push({ offset: offset + column - 1, line: lines.length + 1, column });
    }
    lines.push(text);
    offset += text.length;
    start = end;
  }
  return bad.length > MOST_BAD ? undefined : { text: lines.join(''), bad };
}

const LINE_FEED = 0x0a;

/** Goes through bad lines up to an offset, tells of the first of them, and says whether there is any. */
export function createBadLines(bad: readonly BadLine[], tell: (line: BadLine) => void): (end: number) => boolean {
  let next = 0;
  return (end) => {
    const first = bad[next];
    if (first === undefined || first.offset >= end) return false;
    tell(first);
    while ((bad[next]?.offset ?? end) < end) next++;
    return true;
  };
}
