import { parsesAsJson } from '../../config/json-text.js';
import { controlCharacterIn } from '../../config/yaml-control.js';
import type { TextFlaw } from '../../config/yaml-lexeme.js';
import { flawsOfText } from '../../config/yaml-scanner.js';
import { countLines } from './lines.js';
import { markersIn } from './marker.js';
import type { Marker } from './marker.js';

/** One document of a stream, as text. */
export interface Chunk {
  readonly text: string;
  /** The offset in the stream where it begins. */
  readonly start: number;
  /** Its place among all documents of the stream, empty ones included, from 0. */
  readonly index: number;
  /** How many lines of the stream stand before it. */
  readonly linesBefore: number;
  /** What keeps it from being read. Its offset is one in the text. */
  readonly fault?: TextFlaw;
}

/**
 * Anything but blank lines, comments, and directives, which stand at the start of a line. Nothing else is blank to YAML: not the space
 * that word processors write.
 */
const CONTENT = /(?:^|[\n\r])(?:[ \t]*[^ \t\r\n#%]|[ \t]+%)/;
const DIRECTIVE = /(?:^|[\n\r])%/;

const NOTHING = 'kubectl wants a document before this ...';
const IGNORED = 'kubectl ignores what stands between ... and the next ---: write --- before this';
const DIRECTIVES = 'kubectl takes no directive such as %YAML: leave it out';
const MARKS = 'kubectl drops the first letter of each line behind a second byte order mark: leave this one out';

const JSON_MARK = 'kubectl reads JSON behind a second byte order mark by the rules of YAML: leave this mark out';

const BYTE_ORDER_MARK = '\uFEFF';

/** What the rules of YAML take for something else than those of JSON do. */
const ODD_IN_JSON = /[\\\u0085\u2028\u2029]/;

/** Splits a YAML stream where kubectl does, so that a broken document does not take the others with it. */
export function* splitDocuments(stream: string): Iterable<Chunk> {
  // One byte order mark of the file is gone already, and kubectl takes one more off where a document begins.
  const head = stream.startsWith(BYTE_ORDER_MARK) ? 1 : 0;
  let opening: Marker = { kind: 'none', at: head, next: head, isKept: false };
  let [start, linesBefore, index, counted] = [head, 0, 0, head];
  for (const closing of markersIn(stream)) {
    linesBefore += countLines(stream.slice(counted, start));
    counted = start;
    const text = stream.slice(start, closing.at);
    const fault =
      faultOf(text, opening, closing) ?? (stream[start - 1] === BYTE_ORDER_MARK ? faultOfJson(text) : undefined);
    if (fault !== undefined) yield { text, start, index: index++, linesBefore, fault };
    else if (opening.kind === 'start' || CONTENT.test(text)) yield { text, start, index: index++, linesBefore };
    start = closing.next;
    opening = closing;
  }
}

/** What keeps kubectl from reading what stands between two markers, with its place in the text of the document. */
function faultOf(text: string, opening: Marker, closing: Marker): TextFlaw | undefined {
  if (opening.fault !== undefined) return { ...opening.fault, offset: opening.fault.offset - opening.next };
  if (text.startsWith(BYTE_ORDER_MARK)) return { offset: 0, message: MARKS };
  const isOwn = opening.kind === 'start' && opening.next === opening.at;
  const content = CONTENT.exec(isOwn ? text.slice('---'.length) : text);
  if (content === null) return faultOfMarkers(text, opening, closing) ?? faultOfBlanks(text, opening);
  return opening.kind === 'end' ? { offset: lastOf(content), message: IGNORED } : undefined;
}

/** The same behind a byte order mark, by which kubectl does not know JSON. */
function faultOfJson(text: string): TextFlaw | undefined {
  return ODD_IN_JSON.test(text) && parsesAsJson(text) ? { offset: 0, message: JSON_MARK } : undefined;
}

/** The same where there is no content. */
function faultOfMarkers(text: string, opening: Marker, closing: Marker): TextFlaw | undefined {
  if (opening.kind === 'end') return undefined;
  if (closing.kind === 'end') return opening.isKept ? undefined : { offset: text.length, message: NOTHING };
  const directive = opening.kind === 'none' ? DIRECTIVE.exec(text) : null;
  return directive === null ? undefined : { offset: lastOf(directive), message: DIRECTIVES };
}

/** Blank lines and comments that are no document to anybody here: kubectl scans them all the same, but for tabs behind an end. */
function faultOfBlanks(text: string, { kind }: Marker): TextFlaw | undefined {
  if (kind === 'start') return undefined;
  return controlCharacterIn(text, 0, text.length) ?? (kind === 'none' ? flawsOfText(text)[0] : undefined);
}

function lastOf({ index, 0: found }: RegExpExecArray): number {
  return index + found.length - 1;
}
