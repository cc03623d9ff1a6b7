import { isMap, isPair, isScalar, isSeq, visit } from 'yaml';
import type { Alias, Document, Node, Pair, YAMLMap, YAMLSeq } from 'yaml';
import { sourcesOf } from '../../config/yaml-anchor.js';

/** The text of one document with its tree, and the habits of whoever wrote it. */
export interface Sheet {
  readonly text: string;
  readonly document: Document.Parsed;
  /** What each alias stands for. */
  readonly sources: ReadonlyMap<Alias, Node>;
  /** How far a nested map is indented, in spaces. */
  readonly unit: number;
  /** How far the dashes of a list stand to the right of its key, in spaces. */
  readonly itemIndent: number;
  /** How far the items of a list stand to the right of their dashes: the dash and the spaces behind it. */
  readonly dashWidth: number;
  /** The text ends in a block scalar without a line break, which would get one if lines came behind it. */
  readonly isOpenEnded: boolean;
  readonly isJson: boolean;
  /** JSON without a space behind its colons. */
  readonly isCompact: boolean;
}

/** Enough of a text to tell how it is written. In characters. */
const SAMPLE = 10_000;

export function toSheet(text: string, document: Document.Parsed, isJson: boolean): Sheet {
  const habits = habitsOf(document, text);
  const isCompact = isJson && !/"\s*:\s/.test(text.slice(0, SAMPLE));
  return {
    text,
    document,
    isJson,
    isCompact,
    isOpenEnded: isOpenEnded(document, text),
    // A walk through a long document takes a while; nearly none has an alias.
    sources: text.includes('*') ? sourcesOf(document) : new Map(),
    ...habits,
  };
}

function isOpenEnded(document: Document.Parsed, text: string): boolean {
  if (text.endsWith('\n')) return false;
  let last: unknown;
  visit(document, { Scalar: (_, scalar) => void (last = scalar) });
  if (!isScalar(last) || !isBlockScalar(last.type)) return false;
  return !/^[|>]\d?-/.test(text.slice(startOf(last)));
}

/** The first nested map and the first list tell how the others are indented; two spaces are what most people use. */
function habitsOf(document: Document.Parsed, text: string): Pick<Sheet, 'unit' | 'itemIndent' | 'dashWidth'> {
  const found: { unit?: number; itemIndent?: number; dashWidth?: number } = {};
  const isComplete = ({ unit, itemIndent, dashWidth }: typeof found): boolean =>
    unit !== undefined && itemIndent !== undefined && dashWidth !== undefined;
  visit(document, {
    Seq: (_, seq) => {
      const dash = isBlock(seq) ? /^-( +)[^ #\r\n]/.exec(text.slice(dashAt(seq, 0))) : null;
      if (dash !== null) found.dashWidth ??= dash[0].length - 1;
    },
    Map: (_, map) => {
      for (const pair of isBlock(map) ? (map.items as readonly Pair[]) : []) {
        const { key, value } = pair;
        // Behind the question mark of a long key, neither the key nor its value stands where others do.
        if (!isBlock(value) || startOfPair(pair) < startOf(key)) continue;
        const offset = Math.max(0, columnAt(startOf(value), text) - columnAt(startOf(key), text));
        if (isSeq(value)) found.itemIndent ??= offset;
        else if (offset > 0) found.unit ??= offset;
      }
      return isComplete(found) ? visit.BREAK : undefined;
    },
  });
  return { unit: found.unit ?? 2, itemIndent: found.itemIndent ?? 2, dashWidth: found.dashWidth ?? 2 };
}

/** Whether this is a map or a list that is written in lines, and not in brackets. */
export function isBlock(node: unknown): node is YAMLMap | YAMLSeq {
  return (isMap(node) || isSeq(node)) && node.flow !== true;
}

/** Where a node begins, without its anchor and its tag. */
export function startOf(node: unknown): number {
  return (node as Partial<Node> | null)?.range?.[0] ?? 0;
}

/** Where an entry begins: with its key, or with the question mark or the anchor before the key. */
export function startOfPair({ key, srcToken }: Pair): number {
  const mark = srcToken?.start.find(({ type }) => type === 'explicit-key-ind' || type === 'anchor');
  return mark?.offset ?? startOf(key);
}

/** How many characters of its line stand before an offset. */
export function columnAt(offset: number, text: string): number {
  return offset - lineStart(text, offset);
}

/** Where the text of a node ends: without comments, and without the line break unless the break belongs to the value. */
export function endOf(node: unknown, text: string): number {
  if (isBlock(node)) {
    const last: unknown = node.items.at(-1);
    return isPair(last) ? endOfPair(last, text) : Math.max(endOf(last, text), lastDash(node));
  }
  const [start, end] = (node as Partial<Node>).range ?? [0, 0];
  if (start === end) return trimmed(text, start);
  if (!isScalar(node) || !isBlockScalar(node.type)) return end;
  const source = text.slice(start, end);
  // With a plus sign in the header, the empty lines at the end are part of the text.
  return /^[|>]\d?\+/.test(source) ? end : start + source.trimEnd().length;
}

/** What is not there is put by the parser before the comment that follows: it belongs behind the colon, dash, anchor or tag. */
export function trimmed(text: string, offset: number): number {
  let end = offset;
  while (end > 0 && (text[end - 1] === ' ' || text[end - 1] === '\t')) end--;
  return end;
}

export function isBlockScalar(type: unknown): boolean {
  return type === 'BLOCK_LITERAL' || type === 'BLOCK_FOLDED';
}

function lastDash(node: YAMLMap | YAMLSeq): number {
  return isSeq(node) ? dashAt(node, node.items.length - 1) + 1 : 0;
}

/** Where an entry ends: behind its value, or behind its colon where there is none. */
export function endOfPair(pair: Pair, text: string): number {
  if (pair.value === null) return endOf(pair.key, text);
  return Math.max(endOf(pair.value, text), colonEnd(pair));
}

/** Behind the colon of an entry; behind its key where there is no colon, as in {a}. */
export function colonEnd(pair: Pair): number {
  const colon = pair.srcToken?.sep?.find(({ type }) => type === 'map-value-ind');
  return colon === undefined ? ((pair.key as Partial<Node>).range?.[1] ?? 0) : colon.offset + 1;
}

/** Where the dash of an item of a block list stands. */
export function dashAt(seq: YAMLSeq, index: number): number {
  const token = seq.srcToken;
  const item = token?.type === 'block-seq' ? token.items[index] : undefined;
  return item?.start.find(({ type }) => type === 'seq-item-ind')?.offset ?? startOf(seq);
}

export function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

/** Where the line of an offset ends, before the characters that end it. */
export function lineEnd(text: string, offset: number): number {
  const feed = text.indexOf('\n', offset);
  if (feed === -1) return text.length;
  return feed > offset && text[feed - 1] === '\r' ? feed - 1 : feed;
}

/** What ends the line of an offset; where the text ends without it, what ends the line above. */
export function breakAt(text: string, offset: number): string {
  const feed = text.indexOf('\n', offset);
  const end = feed === -1 ? text.lastIndexOf('\n') : feed;
  return end > 0 && text[end - 1] === '\r' ? '\r\n' : '\n';
}
