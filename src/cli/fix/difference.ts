import { isAlias, isMap, isScalar, isSeq } from 'yaml';
import type { Pair, YAMLMap, YAMLSeq } from 'yaml';
import { isObject } from '../../policy/json.js';
import type { Json, JsonObject } from '../../policy/json.js';
import { segmentsOf } from '../../policy/pointer.js';
import type { Pointer } from '../../policy/pointer.js';
import { addItems, addPairs, removeItem, removePair } from './block-change.js';
import { addFlowItems, addFlowPairs, removeFlow } from './flow-change.js';
import { isBlank, replaceSlot } from './replace-slot.js';
import type { Slot } from './replace-slot.js';
import { isSame } from './same.js';
import { colonEnd, columnAt, dashAt, isBlock, startOf, startOfPair } from './sheet.js';
import type { Sheet } from './sheet.js';
import type { Change } from './splice.js';
import { survivorsOf } from './survivors.js';

/** The changes of a text that lead from one value of its document to another, deeper ones first, or at least on the way there. */
export function changesOf(before: Json, after: Json, sheet: Sheet): Iterable<Change> {
  return between(rootOf(sheet), before, after, sheet);
}

/** The same for what stands at a place of the document; undefined where that place is not written out. */
export function changesAt(at: Pointer, before: Json, after: Json, sheet: Sheet): Iterable<Change> | undefined {
  const slot = segmentsOf(at).reduce<Slot | undefined>(
    (from, step) => from && within(from, step, sheet),
    rootOf(sheet),
  );
  return slot && between(slot, before, after, sheet);
}

function rootOf({ document: { contents } }: Sheet): Slot {
  return { node: contents, from: contents?.range[0] ?? 0, column: undefined };
}

function within({ node }: Slot, step: string, sheet: Sheet): Slot | undefined {
  if (isSeq(node)) return Number(step) < node.items.length ? itemSlot(node, Number(step)) : undefined;
  const pair = isMap(node) ? node.items.find((one) => keyOf(one) === step) : undefined;
  return isMap(node) && pair !== undefined ? slotOf(pair, node, sheet) : undefined;
}

function* between(slot: Slot, before: Json | undefined, after: Json, sheet: Sheet): Iterable<Change> {
  if (isSame(before, after)) return;
  const own = sourceOf(slot, after, sheet);
  const { node } = own;
  if (isMap(node) && isObject(before) && isObject(after)) yield* inMap({ ...own, node }, before, after, sheet);
  else if (isSeq(node) && isList(before) && isList(after)) yield* inSeq({ ...own, node }, before, after, sheet);
  else yield replaceSlot(own, after, sheet);
}

/** What an alias stands for, where a part of it changes: only where it is written can that be. Whether it is right elsewhere, the result tells. */
function sourceOf(slot: Slot, after: Json, { sources }: Sheet): Slot {
  if (!isAlias(slot.node) || typeof after !== 'object' || after === null) return slot;
  const node = sources.get(slot.node);
  return { node, from: startOf(node), column: undefined };
}

type Items = readonly Json[];

function isList(value: Json | undefined): value is Items {
  return Array.isArray(value);
}

type SlotOf<Node> = Slot & { readonly node: Node };

function* inMap(slot: SlotOf<YAMLMap>, before: JsonObject, after: JsonObject, sheet: Sheet): Iterable<Change> {
  const map = slot.node;
  const own = new Map(map.items.map((pair) => [keyOf(pair), pair]));
  const added = new Map<string, Json>();
  for (const [key, value] of Object.entries(after)) {
    if (value === undefined || isSame(ownValue(before, key), value)) continue;
    const pair = own.get(key);
    // What a merge key brings in is overridden by a key of the map's own.
    if (pair === undefined) added.set(key, value);
    else yield* between(slotOf(pair, map, sheet), ownValue(before, key), value, sheet);
  }
  const gone = Object.keys(before).flatMap((key) => (Object.hasOwn(after, key) ? [] : (own.get(key) ?? [])));
  // What goes is taken out once what comes has been added, so that no map is left empty in between.
  if (added.size > 0) yield addTo(slot, added, sheet);
  else if (gone.length > 0 && gone.length === map.items.length) yield replaceSlot(slot, {}, sheet);
  else for (const pair of gone) yield removeFrom(map, map.items.indexOf(pair), sheet);
}

function addTo(slot: SlotOf<YAMLMap>, added: ReadonlyMap<string, Json>, sheet: Sheet): Change {
  if (isBlank(slot, sheet)) return replaceSlot(slot, Object.fromEntries(added), sheet);
  return isBlock(slot.node) ? addPairs(slot.node, added, sheet) : addFlowPairs(slot.node, added, sheet);
}

function ownValue(object: JsonObject, key: string): Json | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

function removeFrom(node: YAMLMap | YAMLSeq, index: number, sheet: Sheet): Change {
  if (node.flow === true) return removeFlow(node, index, sheet);
  return isMap(node) ? removePair(node, index, sheet) : removeItem(node, index, sheet);
}

function* inSeq(slot: SlotOf<YAMLSeq>, before: Items, after: Items, sheet: Sheet): Iterable<Change> {
  const seq = slot.node;
  const survivors = survivorsOf(before, after);
  for (const [index, value] of after.slice(0, survivors.length).entries()) {
    const at = survivors[index] ?? index;
    yield* between(itemSlot(seq, at), before[at], value, sheet);
  }
  const added = after.slice(survivors.length);
  const staying = new Set(survivors);
  const gone = [...before.keys()].filter((index) => !staying.has(index));
  if (added.length > 0)
    yield seq.flow === true ? addFlowItems(seq, added, sheet) : addItems(seq, added, slot.column, sheet);
  else if (gone.length === before.length) yield replaceSlot(slot, [], sheet);
  else for (const index of gone) yield removeFrom(seq, index, sheet);
}

/** The place of an item in a list. */
function itemSlot(seq: YAMLSeq, index: number): Slot {
  const node: unknown = seq.items[index];
  return { node, from: seq.flow === true ? startOf(node) : dashAt(seq, index) + 1, column: undefined };
}

/** The place of a value in a map. */
function slotOf(pair: Pair, map: YAMLMap, { text }: Sheet): Slot {
  return {
    node: pair.value,
    from: colonEnd(pair),
    column: isBlock(map) ? columnAt(startOfPair(pair), text) : undefined,
  };
}

function keyOf({ key }: Pair): string | undefined {
  return isScalar(key) && typeof key.value !== 'symbol' ? String(key.value) : undefined;
}
