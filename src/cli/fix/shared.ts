import { lineEnd, endOf, startOf } from './sheet.js';
import type { Sheet } from './sheet.js';
import { compatible } from './splice.js';
import type { Change } from './splice.js';

/**
 * The changes of a text that can be made at once. Where a part of the text stands for several places, a change may bring about
 * more than its own: those come first, and the others wait for the result.
 */
export function inTurn(changes: readonly Change[], sheet: Sheet): readonly Change[] {
  const parts = sharedParts(sheet);
  if (parts.length === 0) return compatible(changes);
  // What is wanted wherever a part stands is wanted once for each of these places.
  const distinct = [...new Map(changes.map((change) => [JSON.stringify(change), change])).values()];
  const independent = parts.filter(({ hasAlias }) => !hasAlias);
  for (const group of [independent, ...parts.map((part) => [part])]) {
    const shared = distinct.filter((change) => isWithin(change, group));
    if (shared.length > 0) return compatible(shared);
  }
  return compatible(distinct);
}

/** Where the parts begin that stand for several places and that changes reach into. */
export function sharedBy(changes: readonly Change[], sheet: Sheet): readonly number[] {
  const parts = sharedParts(sheet);
  return parts.filter((part) => changes.some((change) => isWithin(change, [part]))).map(({ start }) => start);
}

/** What an alias somewhere stands for. */
interface Part {
  readonly start: number;
  /** Where the next line begins, and so where something would be added. */
  readonly end: number;
  /** Whether another such part is repeated or merged in it. */
  readonly hasAlias: boolean;
}

function isWithin(change: Change, parts: readonly Part[]): boolean {
  return parts.some(({ start, end }) => change.some((splice) => splice.start >= start && splice.start <= end));
}

const known = new WeakMap<Sheet, readonly Part[]>();

function sharedParts(sheet: Sheet): readonly Part[] {
  const parts = known.get(sheet) ?? partsOf(sheet);
  known.set(sheet, parts);
  return parts;
}

function partsOf({ text, sources }: Sheet): readonly Part[] {
  const aliases = [...sources.keys()].map(startOf).sort((a, b) => a - b);
  return [...new Set(sources.values())].map((node) => {
    const [start, last] = [startOf(node), lineEnd(text, endOf(node, text))];
    const hasAlias = aliases.some((alias) => alias >= start && alias <= last);
    return { start, end: text.indexOf('\n', last) + 1 || text.length, hasAlias };
  });
}
