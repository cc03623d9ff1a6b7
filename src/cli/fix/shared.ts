import { firstFrom } from '../../policy/first-from.js';
import { lineEnd, endOf, startOf } from './sheet.js';
import type { Sheet } from './sheet.js';
import { compatible } from './splice.js';
import type { Change } from './splice.js';

/**
 * The changes of a text that can be made at once. Where a part of the text stands for several places, a change may bring about
 * more than its own: those come first, and the others wait for the result.
 */
export function inTurn(changes: readonly Change[], sheet: Sheet): readonly Change[] {
  const { parts, spans } = sharedParts(sheet);
  if (parts.length === 0) return compatible(changes);
  // What is wanted wherever a part stands is wanted once for each of these places.
  const distinct = [...new Map(changes.map((change) => [JSON.stringify(change), change])).values()];
  const shared = distinct.filter((change) => isWithin(change, spans));
  if (shared.length === 0) return compatible(distinct);
  const dependent = parts.filter(({ hasAlias }) => hasAlias);
  const independent = united(parts.filter(({ hasAlias }) => !hasAlias));
  for (const group of [independent, ...dependent.map((part) => [part])]) {
    const first = shared.filter((change) => isWithin(change, group));
    if (first.length > 0) return compatible(first);
  }
  return compatible(shared);
}

/** Where the parts begin that stand for several places and that changes reach into. */
export function sharedBy(changes: readonly Change[], sheet: Sheet): readonly number[] {
  const { parts, spans } = sharedParts(sheet);
  const shared = changes.filter((change) => isWithin(change, spans));
  if (shared.length === 0) return [];
  return parts.filter((part) => shared.some((change) => isWithin(change, [part]))).map(({ start }) => start);
}

interface Span {
  readonly start: number;
  /** Where the next line begins, and so where something would be added. */
  readonly end: number;
}

/** What an alias somewhere stands for. */
interface Part extends Span {
  /** Whether another such part is repeated or merged in it. */
  readonly hasAlias: boolean;
}

/** Whether a change begins something in spans of the text, which are in order and apart. */
function isWithin(change: Change, spans: readonly Span[]): boolean {
  return change.some((splice) => {
    const span = spans[firstFrom(splice.start, spans, ({ end }) => end)];
    return span !== undefined && span.start <= splice.start;
  });
}

interface Shared {
  readonly parts: readonly Part[];
  /** The parts without those within others. */
  readonly spans: readonly Span[];
}

const known = new WeakMap<Sheet, Shared>();

function sharedParts(sheet: Sheet): Shared {
  const before = known.get(sheet);
  if (before !== undefined) return before;
  const parts = partsOf(sheet);
  const shared = { parts, spans: united(parts) };
  known.set(sheet, shared);
  return shared;
}

function partsOf({ text, sources }: Sheet): readonly Part[] {
  const aliases = [...sources.keys()].map(startOf).sort((a, b) => a - b);
  return [...new Set(sources.values())].map((node) => {
    const [start, last] = [startOf(node), lineEnd(text, endOf(node, text))];
    const next = aliases[firstFrom(start, aliases, (alias) => alias)];
    return { start, end: text.indexOf('\n', last) + 1 || text.length, hasAlias: next !== undefined && next <= last };
  });
}

/** Spans in the order of the text, of which those that touch are one. */
function united(spans: readonly Span[]): readonly Span[] {
  const apart: { readonly start: number; end: number }[] = [];
  for (const { start, end } of [...spans].sort((a, b) => a.start - b.start)) {
    const last = apart.at(-1);
    if (last !== undefined && start <= last.end) last.end = Math.max(last.end, end);
    else apart.push({ start, end });
  }
  return apart;
}
