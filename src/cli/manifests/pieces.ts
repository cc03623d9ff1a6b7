import { spansOf } from './json-fault.js';
import { countLines } from './lines.js';
import { splitDocuments } from './split.js';
import type { Chunk } from './split.js';

/** One document of a file, as text. */
export interface Piece extends Chunk {
  /** Whether kubectl reads it as JSON, which has stricter rules than YAML. */
  readonly isJson: boolean;
  /** How many characters of its first line stand before it. */
  readonly columnsBefore: number;
}

/** The documents of a file, each with its place: those of a YAML stream, or the values of JSON that stand one behind the other. */
export function* piecesOf(text: string): Iterable<Piece> {
  let [index, values] = [0, 0];
  for (const chunk of splitDocuments(text)) {
    // kubectl takes a file for JSON by its first character; a brace alone may also begin a template.
    const isJson = chunk.start === 0 && chunk.fault === undefined && /^[ \t\r\n]*\{[ \t\r\n]*"/.test(chunk.text);
    if (!isJson) {
      yield { ...(values > 1 ? behindJson(chunk) : chunk), index: index++, isJson, columnsBefore: 0 };
      continue;
    }
    for (const piece of valuesIn(chunk)) {
      if (piece.fault === undefined) values++;
      yield { ...piece, index: index++ };
    }
  }
}

/** Behind several values of JSON kubectl knows that the whole file is JSON. */
function behindJson(chunk: Chunk): Chunk {
  return { ...chunk, fault: { offset: 0, message: 'nothing but JSON may stand behind several values of JSON' } };
}

/** Each value of a stream of JSON, as jq prints them, and what comes where the stream breaks. */
function* valuesIn(chunk: Chunk): Iterable<Piece> {
  const { text } = chunk;
  let [counted, linesBefore, lineStart] = [0, chunk.linesBefore, 0];
  const pieceAt = (start: number, end: number): Piece => {
    // Nothing is looked at twice: to go back from each value takes the square of the time where lines end seldom.
    const between = text.slice(counted, start);
    const lineEnd = Math.max(between.lastIndexOf('\n'), between.lastIndexOf('\r'));
    if (lineEnd !== -1) lineStart = counted + lineEnd + 1;
    linesBefore += countLines(between);
    counted = start;
    return {
      ...chunk,
      text: text.slice(start, end),
      start: chunk.start + start,
      linesBefore,
      columnsBefore: start - lineStart,
      isJson: true,
    };
  };
  let last = 0;
  for (const span of spansOf(text)) {
    if ('message' in span) yield { ...pieceAt(last, text.length), fault: { ...span, offset: span.offset - last } };
    else {
      yield pieceAt(span.start, span.end);
      last = span.end;
    }
  }
}
