import { countLines } from './lines.js';

/** One document of a stream, as text. */
export interface Chunk {
  readonly text: string;
  /** The offset in the stream where it begins. */
  readonly start: number;
  /** Its place among all documents of the stream, empty ones included, from 0. */
  readonly index: number;
  /** How many lines of the stream stand before it. */
  readonly linesBefore: number;
}

/** The start or end of a document: never indented, so that it is neither in a block scalar nor, by the rules of YAML, in a quoted one. */
const MARKER = /(?<![^\n\r])(?:---|\.\.\.)(?=[ \t\r\n]|$)/g;

/** Anything but blank lines, comments and directives. */
const CONTENT = /(?:^|[\n\r])[ \t]*[^\s#%]/;
const DIRECTIVE = /(?:^|[\n\r])%/;

/** Splits a YAML stream, so that a broken document does not take the others with it. A document keeps its own `---`. */
export function* splitDocuments(stream: string): Iterable<Chunk> {
  let [start, linesBefore, index] = [0, 0, 0];
  let opened = false;
  const advance = (to: number): void => {
    linesBefore += countLines(stream.slice(start, to));
    start = to;
  };
  for (const marker of stream.matchAll(MARKER)) {
    const text = stream.slice(start, marker.index);
    const isDocument = opened || CONTENT.test(text);
    if (isDocument) yield { text, start, index: index++, linesBefore };
    opened = marker[0] === '---';
    // What stands before the first document belongs to it when it holds directives, such as %YAML 1.1.
    if (!opened) advance(marker.index + marker[0].length);
    else if (isDocument || !DIRECTIVE.test(text)) advance(marker.index);
  }
  const rest = stream.slice(start);
  if (opened || CONTENT.test(rest)) yield { text: rest, start, index, linesBefore };
}
