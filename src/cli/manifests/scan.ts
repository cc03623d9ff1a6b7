import { plainScalar } from '../../config/yaml-scalar.js';
import type { Segment } from '../../policy/pointer.js';

/** Finds the key or the item that segments lead to, all of which exist; undefined where the text is laid out in a way that is not plain. */
export type Scan = (segments: readonly Segment[]) => number | undefined;

/** Beyond this, a reader that goes through the text once for all places is quicker than one that starts anew for each. In characters. */
const LONG = 200_000;

/**
 * What may go on in lines that are not indented as the rest: a list or a map in brackets, and text in quotes. It is looked for
 * where it begins, and taken for there also where it is not.
 */
const GOES_ON = /[[{,][ \t]*(?:#.*)?\r?$|(?:^|[\s,[{])(?:"(?:[^"\\\n]|\\.)*\\?|'(?:[^'\n]|'')*)\r?$/m;

/**
 * Finds places by nothing but indentation, which is how nearly every manifest is written: it takes a hundredth of the time of a
 * parser. Undefined for a text that needs one.
 */
export function scanner(text: string): Scan | undefined {
  if (text.length > LONG || text.startsWith('\uFEFF') || GOES_ON.test(text)) return undefined;
  return (segments) => {
    let place = rootOf(text);
    for (const [index, segment] of segments.entries()) {
      if (place === undefined) return undefined;
      const mark = typeof segment === 'number' ? itemAt(text, place, segment) : keyAt(text, place, segment);
      if (mark === undefined || index === segments.length - 1) return mark;
      place = typeof segment === 'number' ? blockAt(text, mark) : valueOf(text, mark, segment);
    }
    return place?.at;
  };
}

/** A map or a list in block style: where its first entry begins, and in which column, from 0. */
interface Block {
  readonly at: number;
  readonly column: number;
}

interface Line extends Block {
  readonly next: number;
}

/** A line that holds something, from an offset at its start on. */
function lineFrom(text: string, start: number): Line | undefined {
  for (let from = start; from < text.length;) {
    const end = text.indexOf('\n', from);
    const next = end === -1 ? text.length : end + 1;
    let at = from;
    while (text.charCodeAt(at) === 32) at++;
    if (at < next && !/[\r\n#]/.test(text.charAt(at))) return { at, column: at - from, next };
    from = next;
  }
  return undefined;
}

/** The first content, behind the line that opens the document. */
function rootOf(text: string): Block | undefined {
  const first = lineFrom(text, 0);
  if (first === undefined || text.startsWith('%', first.at)) return undefined;
  if (!text.startsWith('---', first.at)) return blockAt(text, first.at);
  const opening = /^---[ \t]*(?:#.*)?\r?$/.test(text.slice(first.at, first.next).replace(/\n$/, ''));
  const second = opening ? lineFrom(text, first.next) : undefined;
  return second === undefined ? undefined : blockAt(text, second.at);
}

/** What begins at a place, if it is a key without quotes or a list. */
function blockAt(text: string, at: number): Block | undefined {
  return /[\w.-]/.test(text.charAt(at)) ? { at, column: at - (text.lastIndexOf('\n', at - 1) + 1) } : undefined;
}

const KEY_END = /:(?=[ \t\r\n]|$)/y;

function isKey(text: string, at: number, name: string): boolean {
  KEY_END.lastIndex = at + name.length;
  return text.startsWith(name, at) && KEY_END.test(text);
}

function keyAt(text: string, { at, column }: Block, name: string): number | undefined {
  // A key without quotes that reads as a number or a word is another key.
  if (!/^[A-Za-z_][\w./-]*$/.test(name) || plainScalar(name) !== name) return undefined;
  if (isKey(text, at, name)) return at;
  for (let line = lineAfter(text, at); line !== undefined && line.column >= column; line = lineFrom(text, line.next)) {
    if (line.column === column && isKey(text, line.at, name)) return line.at;
  }
  return undefined;
}

/** What stands below a key. A list may stand right below its first letter. */
function valueOf(text: string, key: number, name: string): Block | undefined {
  const column = key - (text.lastIndexOf('\n', key - 1) + 1);
  const end = text.indexOf('\n', key);
  const rest = end === -1 ? '' : text.slice(key + name.length + 1, end);
  if (end === -1 || !/^[ \t]*(?:#.*)?\r?$/.test(rest)) return undefined;
  const line = lineFrom(text, end + 1);
  if (line === undefined || line.column < column) return undefined;
  if (line.column === column && !isItem(text, line.at)) return undefined;
  return blockAt(text, line.at);
}

function isItem(text: string, at: number): boolean {
  return text.startsWith('- ', at);
}

/** The content of an item, which has to stand behind its dash. */
function itemAt(text: string, { at, column }: Block, wanted: number): number | undefined {
  let [index, start]: [number, number | undefined] = [0, at];
  while (start !== undefined && isItem(text, start)) {
    let content = start + 2;
    while (text.charCodeAt(content) === 32) content++;
    if (index === wanted) return /[\w"'/.[{]/.test(text.charAt(content)) ? content : undefined;
    index++;
    start = nextAt(text, start, column);
  }
  return undefined;
}

/** The next line in a column, if none before it stands further to the left. */
function nextAt(text: string, at: number, column: number): number | undefined {
  let line = lineAfter(text, at);
  while (line !== undefined && line.column > column) line = lineFrom(text, line.next);
  return line?.column === column ? line.at : undefined;
}

function lineAfter(text: string, at: number): Line | undefined {
  const end = text.indexOf('\n', at);
  return end === -1 ? undefined : lineFrom(text, end + 1);
}
