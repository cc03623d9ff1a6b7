import { isCollection, isPair, isScalar } from 'yaml';
import type { YAMLMap, YAMLSeq } from 'yaml';
import type { Json } from '../../policy/json.js';
import { rememberLatest } from '../../policy/remember.js';
import { commentsIn, linesOfComments } from './comments.js';
import { cutLines, indentOf } from './cut.js';
import { renderInline } from './render-value.js';
import type { InlineStyle } from './render-value.js';
import { breakAt, colonEnd, endOf, endOfPair, lineEnd, lineStart, startOf, startOfPair } from './sheet.js';
import type { Sheet } from './sheet.js';
import type { Change, Splice } from './splice.js';

type Flow = YAMLMap | YAMLSeq;

/** Adds entries at the end of a map in brackets. */
export function addFlowPairs(map: YAMLMap, added: ReadonlyMap<string, Json>, sheet: Sheet): Change {
  const style = styleOf(map, sheet);
  const colon = style === 'compact json' ? ':' : ': ';
  const write = (margin: string | undefined): readonly string[] =>
    [...added].map(([key, value]) => renderInline(key, style) + colon + renderNested(value, { style, margin }, sheet));
  return add(map, write, sheet);
}

/** Adds items at the end of a list in brackets. */
export function addFlowItems(seq: YAMLSeq, added: readonly Json[], sheet: Sheet): Change {
  const style = styleOf(seq, sheet);
  return add(seq, (margin) => added.map((value) => renderNested(value, { style, margin }, sheet)), sheet);
}

/** How the values in brackets are written: as JSON when the document is JSON, or when the first key has its quotes. */
export function styleOf(flow: unknown, { isJson, isCompact }: Sheet): InlineStyle {
  if (isJson) return isCompact ? 'compact json' : 'json';
  const first: unknown = isCollection(flow) ? flow.items[0] : undefined;
  const key: unknown = isPair(first) ? first.key : undefined;
  return isScalar(key) && key.type === 'QUOTE_DOUBLE' ? 'json' : 'yaml';
}

interface Nesting {
  readonly style: InlineStyle;
  /** What ends a line, and the white space that begins the value's own; undefined when everything is on one line. */
  readonly margin: string | undefined;
}

/** A value within brackets: in lines of its own where JSON is written so. */
export function renderNested(value: Json, { style, margin }: Nesting, sheet: Sheet): string {
  if (margin === undefined || !sheet.isJson) return renderInline(value, style);
  return JSON.stringify(value, null, jsonUnit(sheet)).replaceAll('\n', margin);
}

/** The end of the line of an offset and the white space that begins it, where JSON is written in lines; undefined where brackets stay on one line. */
export function marginAt(offset: number, { text, isJson }: Sheet): string | undefined {
  if (!isJson || !isInLines(text) || isWithinLine(offset, text)) return undefined;
  return breakAt(text, offset) + leadingSpace(offset, text);
}

const isInLines = rememberLatest((text: string) => text.trim().includes('\n'));

/** What stands further to the right has others beside it, and to read so much for each fix would take for ever. In characters. */
const LONGEST_LINE = 10_000;

/** Whether a bracket that begins on the line of an offset, before it, is still open there: then its neighbours stand on that line too. */
function isWithinLine(offset: number, text: string): boolean {
  const start = lineStart(text, offset);
  if (offset - start > LONGEST_LINE) return true;
  const before = text.slice(start, offset).replace(/"(?:[^"\\]|\\.)*"/g, '');
  let open = 0;
  for (const character of before) {
    if (character === '{' || character === '[') open++;
    else if (character === '}' || character === ']') open = Math.max(0, open - 1);
  }
  return open > 0;
}

/** The white space that begins the line of an offset. */
export function leadingSpace(offset: number, text: string): string {
  return /^[ \t]*/.exec(text.slice(lineStart(text, offset), offset))?.[0] ?? '';
}

/** How far JSON is indented: as far as the first key of the document. */
function jsonUnit({ text }: Sheet): string {
  return /^\s*[[{]\s*?\n([ \t]+)/.exec(text)?.[1] ?? '  ';
}

function add(flow: Flow, write: (margin: string | undefined) => readonly string[], sheet: Sheet): Change {
  const { text } = sheet;
  const first: unknown = flow.items[0];
  if (first === undefined) return [fill(flow, write, sheet)];
  const indent = indentOf(startOfItem(first), text);
  const last: unknown = flow.items.at(-1);
  const end = endOfItem(last, text);
  const blank = blankBehind(last, end);
  const comma = commaBehind(end, text);
  const behind = comma === undefined ? end : comma + 1;
  if (indent === undefined) {
    const gap = sheet.isCompact ? '' : ' ';
    const start = comma === undefined ? `${blank},${gap}` : gap;
    return [{ start: behind, end: behind, text: start + write(undefined).join(`,${gap}`) }];
  }
  const at = Math.min(lineEnd(text, behind), closeOf(flow));
  const margin = breakAt(text, at) + indent;
  const lines = margin + write(margin).join(`,${margin}`);
  if (comma !== undefined) return [{ start: at, end: at, text: `${lines},` }];
  return [
    { start: end, end, text: `${blank},` },
    { start: at, end: at, text: lines },
  ];
}

/** Where the comma stands that follows an item, perhaps behind comments; undefined when there is none. */
function commaBehind(end: number, text: string): number | undefined {
  // A comment is matched as far as its line goes: to try each # in it for the start of another would take for ever.
  const found = /(?:\s|#[^\n]*\n)*,/y;
  found.lastIndex = end;
  return found.test(text) ? found.lastIndex - 1 : undefined;
}

/** Puts something between empty brackets: in lines of its own where the JSON around is written so. */
function fill(flow: Flow, write: (margin: string | undefined) => readonly string[], sheet: Sheet): Splice {
  const { text, isCompact } = sheet;
  const [start, end] = [startOf(flow) + 1, closeOf(flow)];
  // Comments between the brackets stay before what comes in.
  if (text.slice(start, end).includes('#')) return { start: end, end, text: write(undefined).join(', ') };
  const outer = marginAt(startOf(flow), sheet);
  if (outer === undefined) {
    return { start, end, text: write(undefined).join(isCompact ? ',' : ', ') };
  }
  const margin = outer + jsonUnit(sheet);
  return { start, end, text: margin + write(margin).join(`,${margin}`) + outer };
}

/** Takes an item or an entry out of brackets, with the comma that it no longer needs. Comments beside it stay. */
export function removeFlow(flow: Flow, index: number, { text }: Sheet): Change {
  const items = flow.items as readonly unknown[];
  const [start, end] = [startOfItem(items[index]), endOfItem(items[index], text)];
  const [before, next] = [items[index - 1], items[index + 1]];
  const behind = (commaBehind(end, text) ?? end - 1) + 1;
  if (next !== undefined) return [cut(start, hasComment(behind, startOfItem(next)) ? behind : startOfItem(next))];
  const from = before === undefined ? start : endOfItem(before, text);
  // The comma before the last entry goes with it, or else the one behind.
  return [hasComment(from, start) ? cut(start, behind) : cut(from, end)];

  function hasComment(from: number, to: number): boolean {
    return text.slice(from, to).includes('#');
  }

  function cut(from: number, to: number): Splice {
    const comments = commentsIn(text, start, to);
    if (comments.length === 0 && indentOf(from, text) !== undefined) return cutLines(from, to, text);
    return { start: from, end: to, text: linesOfComments(comments, start, text, from) };
  }
}

function startOfItem(item: unknown): number {
  return isPair(item) ? startOfPair(item) : startOf(item);
}

function endOfItem(item: unknown, text: string): number {
  if (!isPair(item)) return endOf(item, text);
  const end = endOfPair(item, text);
  return end === colonEnd(item) && /[ \t]/.test(text.charAt(end)) ? end + 1 : end;
}

/** What has to stand before a comma behind an entry: a colon is one only with a blank behind it. */
function blankBehind(item: unknown, end: number): string {
  return isPair(item) && item.value !== null && end === colonEnd(item) ? ' ' : '';
}

/** Where the closing bracket stands. */
function closeOf(flow: Flow): number {
  return (flow.range?.[1] ?? 1) - 1;
}
