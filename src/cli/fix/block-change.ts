import { isPair, isScalar } from 'yaml';
import type { YAMLMap, YAMLSeq } from 'yaml';
import type { Json } from '../../policy/json.js';
import { commentsIn } from './comments.js';
import { renderBlock } from './render-value.js';
import {
  breakAt,
  columnAt,
  dashAt,
  endOf,
  endOfPair,
  isBlock,
  isBlockScalar,
  lineEnd,
  lineStart,
  startOfPair,
} from './sheet.js';
import type { Sheet } from './sheet.js';
import { Unmendable } from './splice.js';
import type { Change, Splice } from './splice.js';

/** Adds entries at the end of a map that is written in lines. */
export function addPairs(map: YAMLMap, added: ReadonlyMap<string, Json>, sheet: Sheet): Change {
  const [first] = map.items;
  const column = first === undefined ? 0 : columnAt(startOfPair(first), sheet.text);
  return [
    putLines(
      endOf(map, sheet.text),
      { column, commentColumn: column, lines: renderBlock(Object.fromEntries(added), sheet) },
      sheet,
    ),
  ];
}

/** Adds items at the end of a list that is written in lines, below a key at a column if there is one. */
export function addItems(seq: YAMLSeq, added: readonly Json[], keyColumn: number | undefined, sheet: Sheet): Change {
  const column = columnAt(dashAt(seq, 0), sheet.text);
  // Below a list that stands as far left as its key, a comment is about the next key.
  const commentColumn = keyColumn === column ? column + 1 : column;
  return [putLines(endOf(seq, sheet.text), { column, commentColumn, lines: renderBlock(added, sheet) }, sheet)];
}

interface Lines {
  /** How far they are indented. */
  readonly column: number;
  /** How far comments below are indented at least that belong to what is above. None does when this is left out. */
  readonly commentColumn?: number;
  readonly lines: readonly string[];
}

const OPEN_END =
  'the text in lines at its end (behind | or >) has no line break, and would get one from lines below it; end the file with a line break';

/** Lines behind the line on which something ends, and behind the comments that belong to it. */
export function putLines(end: number, { column, commentColumn, lines }: Lines, { text, isOpenEnded }: Sheet): Splice {
  const indented = lines.map((line) => (line === '' ? '' : ' '.repeat(column) + line));
  const last = end > 0 && text[end - 1] === '\n' ? end - 1 : lineEnd(text, end);
  const at = commentColumn === undefined || last < end ? last : behindComments(last, commentColumn, text);
  if (isOpenEnded && at === text.length) throw new Unmendable(OPEN_END);
  const eol = breakAt(text, at);
  const below = text.indexOf('\n', at) + 1;
  // The line that is extended keeps its own end, which need not be that of the others.
  if (below > 0) return { start: below, end: below, text: indented.map((line) => line + eol).join('') };
  return { start: at, end: at, text: indented.map((line) => eol + line).join('') };
}

/** The end of the last of the lines below an end of a line that hold comments of an indentation, without a blank line between. */
function behindComments(end: number, column: number, text: string): number {
  const comment = new RegExp(`\\r?\\n {${column},}#`, 'y');
  let at = end;
  for (comment.lastIndex = at; comment.test(text); comment.lastIndex = at) at = lineEnd(text, comment.lastIndex);
  return at;
}

/** Takes an entry out of a map that keeps others. */
export function removePair(map: YAMLMap, index: number, sheet: Sheet): Change {
  const [pair, next] = [map.items[index], map.items[index + 1]];
  if (pair === undefined) return [];
  const [start, end] = [startOfPair(pair), endOfPair(pair, sheet.text)];
  const above = map.items[index - 1];
  return [removeLines({ above, start, end, next: next === undefined ? undefined : startOfPair(next) }, sheet)];
}

/** Takes an item out of a list that keeps others. */
export function removeItem(seq: YAMLSeq, index: number, sheet: Sheet): Change {
  const start = dashAt(seq, index);
  const end = Math.max(endOf(seq.items[index], sheet.text), start + 1);
  const next = index + 1 < seq.items.length ? dashAt(seq, index + 1) : undefined;
  return [removeLines({ above: seq.items[index - 1], start, end, next }, sheet)];
}

interface Part {
  /** The item or the entry before it, if there is one. */
  readonly above: unknown;
  readonly start: number;
  readonly end: number;
  /** Where what follows in the same map or list begins. */
  readonly next: number | undefined;
}

/** Takes the lines of a part out. Comments on them are kept, since nobody asked for them to go. */
function removeLines({ above, start, end, next }: Part, { text }: Sheet): Splice {
  const eol = breakAt(text, start);
  const first = lineStart(text, start);
  const indent = ' '.repeat(start - first);
  if (next !== undefined && text.slice(first, start).trim() !== '') {
    // It shares its line with the dash of a list, which the next one takes over.
    const kept = commentsIn(text, start, next).map((comment) => comment + eol + indent);
    return { start, end: next, text: kept.join('') };
  }
  const below = text[end - 1] === '\n' ? end : text.indexOf('\n', end) + 1 || text.length;
  const after = endsInText(above) ? behindDeeper(below, start - first, text) : below;
  const kept = commentsIn(text, start, after).map((comment) => indent + comment);
  const isCutShort = after === text.length && text[after - 1] !== '\n';
  if (kept.length > 0) return { start: first, end: after, text: kept.join(eol) + (isCutShort ? '' : eol) };
  // The line break goes too: the one behind, or the one before where the text ends without one.
  return { start: isCutShort ? Math.max(0, first - breakAt(text, first - 1).length) : first, end: after, text: '' };
}

/** Whether an item or an entry ends in text in lines, which takes what is indented enough below it for its own. */
function endsInText(node: unknown): boolean {
  if (isPair(node)) return endsInText(node.value);
  if (isBlock(node)) return endsInText(node.items.at(-1));
  return isScalar(node) && isBlockScalar(node.type);
}

/** Where the comments end that begin on a line or below it further to the right than a column, perhaps behind blank lines. */
function behindDeeper(below: number, column: number, text: string): number {
  const comments = new RegExp(`(?:(?:[ \\t]*\\r?\\n)* {${column + 1},}#[^\\n]*(?:\\n|$))*`, 'y');
  comments.lastIndex = below;
  return comments.test(text) ? comments.lastIndex : below;
}
