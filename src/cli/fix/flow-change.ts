import { isCollection, isPair, isScalar } from 'yaml';
import type { YAMLMap, YAMLSeq } from 'yaml';
import type { Json } from '../../policy/json.js';
import { renderInline } from './render-value.js';
import type { InlineStyle } from './render-value.js';
import { endOf, endOfPair, lineEnd, lineStart, startOf } from './sheet.js';
import type { Sheet } from './sheet.js';
import type { Change, Splice } from './splice.js';

type Flow = YAMLMap | YAMLSeq;

/** Adds entries at the end of a map in brackets. */
export function addFlowPairs(map: YAMLMap, added: ReadonlyMap<string, Json>, sheet: Sheet): Change {
  const style = styleOf(map, sheet);
  const colon = style === 'compact json' ? ':' : ': ';
  const write = (indent: string | undefined): readonly string[] =>
    [...added].map(([key, value]) => renderInline(key, style) + colon + renderNested(value, { style, indent }, sheet));
  return add(map, write, sheet);
}

/** Adds items at the end of a list in brackets. */
export function addFlowItems(seq: YAMLSeq, added: readonly Json[], sheet: Sheet): Change {
  const style = styleOf(seq, sheet);
  return add(seq, (indent) => added.map((value) => renderNested(value, { style, indent }, sheet)), sheet);
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
  /** What stands before the value's own line; undefined when everything is on one line. */
  readonly indent: string | undefined;
}

/** A value within brackets: in lines of its own where JSON is written so. */
export function renderNested(value: Json, { style, indent }: Nesting, sheet: Sheet): string {
  if (indent === undefined || !sheet.isJson) return renderInline(value, style);
  const lines = JSON.stringify(value, null, jsonUnit(sheet)).split('\n');
  return lines.join(sheet.eol + indent);
}

/** The white space that begins the line of an offset where JSON is written in lines; undefined where brackets stay on one line. */
export function linesAt(offset: number, { text, isJson }: Sheet): string | undefined {
  if (!isJson || !text.trim().includes('\n') || isWithinLine(offset, text)) return undefined;
  return leadingSpace(offset, text);
}

/** Whether a bracket that begins on the line of an offset, before it, is still open there: then its neighbours stand on that line too. */
function isWithinLine(offset: number, text: string): boolean {
  const before = text.slice(lineStart(text, offset), offset).replace(/"(?:[^"\\]|\\.)*"/g, '');
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

/** The white space that begins the line of an item; undefined when something else stands before the item. */
function indentOf(offset: number, text: string): string | undefined {
  const indent = text.slice(lineStart(text, offset), offset);
  return indent.trim() === '' ? indent : undefined;
}

function add(flow: Flow, write: (indent: string | undefined) => readonly string[], sheet: Sheet): Change {
  const { text, eol } = sheet;
  const first: unknown = flow.items[0];
  if (first === undefined) return [fill(flow, write, sheet)];
  const indent = indentOf(startOfItem(first), text);
  const end = endOfItem(flow.items.at(-1), text);
  const comma = commaBehind(end, text);
  const [behind, written] = [comma === undefined ? end : comma + 1, write(indent)];
  if (indent === undefined) {
    const gap = sheet.isCompact ? '' : ' ';
    const start = comma === undefined ? `,${gap}` : gap;
    return [{ start: behind, end: behind, text: start + written.join(`,${gap}`) }];
  }
  const at = Math.min(lineEnd(text, behind), closeOf(flow));
  const lines = eol + indent + written.join(`,${eol}${indent}`);
  if (comma !== undefined) return [{ start: at, end: at, text: `${lines},` }];
  return [
    { start: end, end, text: ',' },
    { start: at, end: at, text: lines },
  ];
}

/** Where the comma stands that follows an item, perhaps behind comments; undefined when there is none. */
function commaBehind(end: number, text: string): number | undefined {
  const found = /(?:\s|#[^\n]*)*,/y;
  found.lastIndex = end;
  return found.test(text) ? found.lastIndex - 1 : undefined;
}

/** Puts something between empty brackets: in lines of its own where the JSON around is written so. */
function fill(flow: Flow, write: (indent: string | undefined) => readonly string[], sheet: Sheet): Splice {
  const { eol, isCompact } = sheet;
  const [start, end] = [startOf(flow) + 1, closeOf(flow)];
  const outer = linesAt(startOf(flow), sheet);
  if (outer === undefined) {
    return { start, end, text: write(undefined).join(isCompact ? ',' : ', ') };
  }
  const indent = outer + jsonUnit(sheet);
  return { start, end, text: `${eol}${indent}${write(indent).join(`,${eol}${indent}`)}${eol}${outer}` };
}

/** Takes an item or an entry out of brackets, with the comma that it no longer needs. Comments beside it stay. */
export function removeFlow(flow: Flow, index: number, { text }: Sheet): Change {
  const items = flow.items as readonly unknown[];
  const [start, end] = [startOfItem(items[index]), endOfItem(items[index], text)];
  const [before, next] = [items[index - 1], items[index + 1]];
  if (next !== undefined) {
    const to = startOfItem(next);
    return [{ start, end: hasComment(end, to) ? (commaBehind(end, text) ?? end) + 1 : to, text: '' }];
  }
  const from = before === undefined ? start : endOfItem(before, text);
  return [{ start: hasComment(from, start) ? start : from, end, text: '' }];

  function hasComment(from: number, to: number): boolean {
    return text.slice(from, to).includes('#');
  }
}

function startOfItem(item: unknown): number {
  return startOf(isPair(item) ? item.key : item);
}

function endOfItem(item: unknown, text: string): number {
  return isPair(item) ? endOfPair(item, text) : endOf(item, text);
}

/** Where the closing bracket stands. */
function closeOf(flow: Flow): number {
  return (flow.range?.[1] ?? 1) - 1;
}
