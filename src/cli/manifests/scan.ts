import { plainScalar } from '../../config/yaml-scalar.js';
import type { Segment } from '../../policy/pointer.js';

/** Finds the key or the item that segments lead to, all of which exist; undefined where the text is laid out in a way that is not plain. */
export type Scan = (segments: readonly Segment[]) => number | undefined;

/**
 * How often the text may be gone through, all places together: a reader that goes through it once for all of them is quicker then.
 * A short text may be gone through more often than anybody asks.
 */
const MOST_ROUNDS = 10;
const SHORT = 200_000;

/**
 * What may go on in lines that are not indented as the rest: a list or a map in brackets, and text in quotes. It is looked for
 * where it begins, and taken for there also where it is not.
 */
const GOES_ON = /[[{,][ \t]*(?:#.*)?\r?$|(?:^|[\s,[{])(?:"(?:[^"\\\n]|\\.)*\\?|'(?:[^'\n]|'')*)\r?$/m;

/** Lines that end with a carriage return alone. */
const ODD_LINES = /\r(?!\n)/;

/**
 * Finds places by nothing but indentation, which is how nearly every manifest is written: it takes a hundredth of the time of a
 * parser. Undefined for a text that needs one.
 */
export function scanner(text: string): Scan | undefined {
  if (text.startsWith('\uFEFF') || ODD_LINES.test(text) || mayGoOn(text)) return undefined;
  const sheet: Sheet = { text, left: MOST_ROUNDS * Math.max(text.length, SHORT), items: new Map() };
  return (segments) => {
    let place = rootOf(sheet);
    for (const [index, segment] of segments.entries()) {
      if (place === undefined) return undefined;
      const mark = typeof segment === 'number' ? itemAt(sheet, place, segment) : keyAt(sheet, place, segment);
      if (mark === undefined || index === segments.length - 1) return mark;
      place = typeof segment === 'number' ? blockAt(text, mark) : valueOf(sheet, mark, segment);
    }
    return place?.at;
  };
}

/** Whether a text holds any of that, or quotes of so many million characters in one line that to look for their end takes more room than there is. */
function mayGoOn(text: string): boolean {
  try {
    return GOES_ON.test(text);
  } catch {
    return true;
  }
}

/** A text, and what is remembered of it. */
interface Sheet {
  readonly text: string;
  /** How many characters may still be gone through. */
  left: number;
  /** Where the dashes of a list stand, by where its first one does. */
  readonly items: Map<number, readonly number[]>;
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
function lineFrom(sheet: Sheet, start: number): Line | undefined {
  const { text } = sheet;
  for (let from = start; from < text.length && sheet.left > 0;) {
    const end = text.indexOf('\n', from);
    const next = end === -1 ? text.length : end + 1;
    sheet.left -= next - from;
    let at = from;
    while (text.charCodeAt(at) === 32) at++;
    if (at < next && !/[\r\n#]/.test(text.charAt(at))) return { at, column: at - from, next };
    from = next;
  }
  return undefined;
}

/** The first content, behind the line that opens the document. */
function rootOf(sheet: Sheet): Block | undefined {
  const { text } = sheet;
  const first = lineFrom(sheet, 0);
  if (first === undefined || text.startsWith('%', first.at)) return undefined;
  if (!text.startsWith('---', first.at)) return blockAt(text, first.at);
  const opening = /^---[ \t]*(?:#.*)?\r?$/.test(text.slice(first.at, first.next).replace(/\n$/, ''));
  const second = opening ? lineFrom(sheet, first.next) : undefined;
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

function keyAt(sheet: Sheet, { at, column }: Block, name: string): number | undefined {
  const { text } = sheet;
  // A key without quotes that reads as a number or a word is another key.
  if (!/^[A-Za-z_][\w./-]*$/.test(name) || plainScalar(name) !== name) return undefined;
  if (isKey(text, at, name)) return at;
  for (
    let line = lineAfter(sheet, at);
    line !== undefined && line.column >= column;
    line = lineFrom(sheet, line.next)
  ) {
    if (line.column === column && isKey(text, line.at, name)) return line.at;
  }
  return undefined;
}

/** What stands below a key. A list may stand right below its first letter. */
function valueOf(sheet: Sheet, key: number, name: string): Block | undefined {
  const { text } = sheet;
  const column = key - (text.lastIndexOf('\n', key - 1) + 1);
  const end = text.indexOf('\n', key);
  const rest = end === -1 ? '' : text.slice(key + name.length + 1, end);
  if (end === -1 || !/^[ \t]*(?:#.*)?\r?$/.test(rest)) return undefined;
  const line = lineFrom(sheet, end + 1);
  if (line === undefined || line.column < column) return undefined;
  if (line.column === column && !isItem(text, line.at)) return undefined;
  return blockAt(text, line.at);
}

function isItem(text: string, at: number): boolean {
  return text.startsWith('- ', at);
}

/** The content of an item, which has to stand behind its dash. */
function itemAt(sheet: Sheet, { at, column }: Block, wanted: number): number | undefined {
  const { text, items } = sheet;
  const dashes = items.get(at) ?? dashesFrom(sheet, at, column);
  items.set(at, dashes);
  const dash = dashes[wanted];
  if (dash === undefined) return undefined;
  let content = dash + 2;
  while (text.charCodeAt(content) === 32) content++;
  return /[\w"'/.[{]/.test(text.charAt(content)) ? content : undefined;
}

/** Where the items of a list begin, up to the first whose dash has nothing behind it. */
function dashesFrom(sheet: Sheet, at: number, column: number): readonly number[] {
  const dashes: number[] = [];
  let start: number | undefined = at;
  while (start !== undefined && isItem(sheet.text, start)) {
    dashes.push(start);
    start = nextAt(sheet, start, column);
  }
  return dashes;
}

/** The next line in a column, if none before it stands further to the left. */
function nextAt(sheet: Sheet, at: number, column: number): number | undefined {
  let line = lineAfter(sheet, at);
  while (line !== undefined && line.column > column) line = lineFrom(sheet, line.next);
  return line?.column === column ? line.at : undefined;
}

function lineAfter(sheet: Sheet, at: number): Line | undefined {
  const end = sheet.text.indexOf('\n', at);
  return end === -1 ? undefined : lineFrom(sheet, end + 1);
}
