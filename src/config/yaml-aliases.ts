import type { Document, Node, Pair } from 'yaml';
import { resolve } from './yaml-anchor.js';
import { yamlLibrary } from './yaml-library.js';
import { isMerge, mapsOf } from './yaml-merge.js';

/** Enough for any manifest; text that aliases blow up beyond it is an attack. The unit is values in the result. */
export const MOST_VALUES = 1_000_000;

/** The share of values that aliases may make, and between which sizes of a document it falls: go.yaml.in/yaml/v2 decode.go. */
const MOST = { small: 0.99, large: 0.1 };
const SIZES = { small: 400_000, large: 4_000_000 };

/** Below these it does not matter what share they have. */
const FEW = { all: 1000, byAliases: 100 };

/** What is wrong, and at which node. */
export interface NodeFlaw {
  readonly node: Node | null;
  /** A lower-case fragment without a full stop. */
  readonly message: string;
}

interface Count {
  readonly document: Document;
  all: number;
  byAliases: number;
  /** What the aliases stand for that are being followed. */
  readonly open: Set<unknown>;
}

/** Aliases may make a value that contains itself, or one that is far larger than its text. Counts as kubectl does, and as far. */
export function flawOfAliases(document: Document.Parsed): NodeFlaw | undefined {
  return flawOf(document.contents, { document, all: 1, byAliases: 0, open: new Set() });
}

function flawOf(node: unknown, count: Count): NodeFlaw | undefined {
  const { isAlias, isMap, isSeq } = yamlLibrary();
  count.all++;
  if (count.open.size > 0) count.byAliases++;
  if (isTooMuch(count)) return { node: nodeOf(node), message: 'aliases make this too large for kubectl' };
  if (isAlias(node)) return flawOfSource(node, count);
  if (isSeq(node)) return firstOf(node.items, (item) => flawOf(item, count));
  return isMap(node) ? firstOf(node.items, (pair) => flawOfPair(pair, count)) : undefined;
}

function flawOfPair({ key, value }: Pair, count: Count): NodeFlaw | undefined {
  if (!isMerge(key)) return flawOf(key, count) ?? flawOf(value, count);
  return firstOf(mapsOf(value), (map) => {
    const isMap = yamlLibrary().isMap(resolve(map, count.document));
    return isMap ? flawOf(map, count) : { node: nodeOf(map), message: 'a merge key wants a map, or a list of maps' };
  });
}

function firstOf<T>(all: readonly T[], flawOfOne: (one: T) => NodeFlaw | undefined): NodeFlaw | undefined {
  for (const one of all) {
    const flaw = flawOfOne(one);
    if (flaw !== undefined) return flaw;
  }
  return undefined;
}

/** Where a value is left out there is no node. */
function nodeOf(part: unknown): Node | null {
  return yamlLibrary().isNode(part) ? part : null;
}

function flawOfSource(alias: Node, count: Count): NodeFlaw | undefined {
  const source = resolve(alias, count.document);
  if (count.open.has(source)) return { node: alias, message: 'this alias stands within the value that it repeats' };
  count.open.add(source);
  const flaw = flawOf(source, count);
  count.open.delete(source);
  return flaw;
}

function isTooMuch({ all, byAliases }: Count): boolean {
  if (all <= FEW.all || byAliases <= FEW.byAliases) return false;
  const growth = Math.min(1, Math.max(0, (all - SIZES.small) / (SIZES.large - SIZES.small)));
  return byAliases / all > MOST.small - (MOST.small - MOST.large) * growth;
}
