import { isCollection, isMap, isScalar } from 'yaml';
import type { YAMLMap, YAMLSeq } from 'yaml';
import type { Json } from '../../policy/json.js';
import { putLines } from './block-change.js';
import { commentsIn, linesOfComments } from './comments.js';
import { cut, indentOf } from './cut.js';
import { leadingSpace, marginAt, renderNested, styleOf } from './flow-change.js';
import { isFilled, renderBlock, renderLike } from './render-value.js';
import { breakAt, columnAt, endOf, isBlock, isBlockScalar, lineEnd, startOf } from './sheet.js';
import type { Sheet } from './sheet.js';
import { Unmendable } from './splice.js';
import type { Change } from './splice.js';

/** A place for a value. */
export interface Slot {
  /** What stands there: a node of the tree, or null behind a key without a colon. */
  readonly node: unknown;
  /** Behind the colon or the dash that the value follows. */
  readonly from: number;
  /** Where on its line the key stands, in a map that is written in lines; undefined anywhere else. */
  readonly column: number | undefined;
}

/** Puts a value where another stands, or where none does. */
export function replaceSlot(slot: Slot, value: Json, sheet: Sheet): Change {
  if (isNothing(slot.node) || (isFilled(value) && isBlank(slot, sheet))) return fillSlot(slot, value, sheet);
  if (isBlock(slot.node)) return replaceLines(slot, value, sheet);
  if (isCollection(slot.node)) return replaceBrackets(slot.node, value, sheet);
  const [start, end] = [startOf(slot.node), endOf(slot.node, sheet.text)];
  const style = styleOf(slot.node, sheet);
  const isWhole = typeof value !== 'object' || value === null;
  const text = isWhole
    ? renderLike(slot.node, value, style)
    : renderNested(value, { style, margin: marginAt(start, sheet) }, sheet);
  if (!isScalar(slot.node) || !isBlockScalar(slot.node.type)) return [{ start, end, text }];
  const comments = commentsIn(sheet.text, start, end);
  return [{ start, end, text: [text, ...comments].join(' ') + restOf(slot.node, sheet) }];
}

function isNothing(node: unknown): boolean {
  return node === null || (isScalar(node) && node.value === null);
}

/** Whether nothing but empty brackets stands behind a key in lines: people write lines below it in their place. */
export function isBlank({ node, column }: Slot, { isJson }: Sheet): boolean {
  return isMap(node) && node.items.length === 0 && column !== undefined && !isJson;
}

/** Puts a value where there is none: behind the colon, or in the lines below its key. */
function fillSlot(slot: Slot, value: Json, sheet: Sheet): Change {
  const { text, unit, itemIndent } = sheet;
  const { start, end } = blankOf(slot, text);
  if (slot.column === undefined || sheet.isJson || !isFilled(value)) {
    const written = renderNested(value, { style: styleOf(null, sheet), margin: marginAt(start, sheet) }, sheet);
    const gap = slot.node === null ? ': ' : ' ';
    return [{ start, end, text: start < end ? written : gap + written }];
  }
  const column = slot.column + (Array.isArray(value) ? itemIndent : unit);
  const put = putLines(end, { column, lines: renderBlock(value, sheet) }, sheet);
  if (start === end) return [put];
  if (commentsIn(text, start, end).length === 0) return [cut(start, end, text), put];
  // Comments between brackets stay where they are.
  return [cut(start, start + 1, text), cut(end - 1, end, text), put];
}

/** Where the word null stands, or where it would stand. */
function blankOf({ node, from }: Slot, text: string): { readonly start: number; readonly end: number } {
  if (node === null) return { start: from, end: from };
  const end = endOf(node, text);
  return { start: Math.min(startOf(node), end), end };
}

/** Puts a value where a map or a list is written in lines. The comments among the lines stay. */
function replaceLines({ node, from }: Slot, value: Json, sheet: Sheet): Change {
  if (isCollection(node) && (node.anchor !== undefined || node.tag !== undefined))
    throw new Unmendable('an anchor or a tag stands where something has to go; mend it by hand');
  const rest = restOf(node, sheet);
  const end = rest === '' ? lineEnd(sheet.text, endOf(node, sheet.text)) : endOf(node, sheet.text);
  const comments = commentsIn(sheet.text, from, end);
  const indent = leadingSpace(from, sheet.text);
  const [first = '', ...others] = comments;
  const line = ` ${renderLike(null, value, 'yaml')} ${first}`.trimEnd();
  return [{ start: from, end, text: [line, ...others].join(breakAt(sheet.text, from) + indent) + rest }];
}

/** Puts a value where a map or a list is written in brackets. The comments between them stay there, or else go before the value. */
function replaceBrackets(node: YAMLMap | YAMLSeq, value: Json, sheet: Sheet): Change {
  const { text } = sheet;
  const [start, end] = [startOf(node), endOf(node, text)];
  const written = renderNested(value, { style: styleOf(node, sheet), margin: marginAt(start, sheet) }, sheet);
  const comments = commentsIn(text, start, end);
  if (comments.length === 0) return [{ start, end, text: written }];
  const [open, close] = [text.charAt(start), text.charAt(end - 1)];
  if (written === open + close) {
    const margin = breakAt(text, start) + (indentOf(end - 1, text) ?? ' '.repeat(columnAt(start, text)));
    const within = comments.map((comment) => `${margin}${' '.repeat(sheet.unit)}${comment}`).join('');
    return [{ start, end, text: open + within + margin + close }];
  }
  return [{ start, end, text: linesOfComments(comments, start, text) + written }];
}

/** The line break that ends text in lines, where it is part of what is replaced. */
function restOf(node: unknown, { text }: Sheet): string {
  const end = endOf(node, text);
  return text[end - 1] === '\n' ? breakAt(text, end - 1) : '';
}
