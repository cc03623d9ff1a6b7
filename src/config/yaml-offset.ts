import type { Document, Node, Pair, YAMLMap } from 'yaml';
import { segmentsOf } from '../policy/pointer.js';
import type { Pointer } from '../policy/pointer.js';
import { resolve } from './yaml-anchor.js';
import { yamlLibrary } from './yaml-library.js';
import { isMerge } from './yaml-merge.js';

/** The offset of the deepest key or item on the way of a pointer, or undefined when not even its first step exists. */
export function offsetOf(document: Document.Parsed, path: Pointer): number | undefined {
  let node: unknown = document.contents;
  let offset: number | undefined;
  for (const segment of segmentsOf(path)) {
    const step = stepInto(resolve(node, document), segment, document);
    if (step === undefined) break;
    offset = startOf(step.mark) ?? offset;
    node = step.value;
  }
  return offset;
}

interface Step {
  /** What a reader would look at: the key of an entry, the item of a list. */
  readonly mark: unknown;
  readonly value: unknown;
}

function stepInto(node: unknown, segment: string, document: Document.Parsed): Step | undefined {
  const { isMap, isSeq } = yamlLibrary();
  if (isMap(node)) return entryOf(node, segment, document);
  if (!isSeq(node) || !/^\d+$/.test(segment)) return undefined;
  const item: unknown = node.items[Number(segment)];
  return item === undefined ? undefined : { mark: item, value: item };
}

/** What the last one of the entries of that name says, for maps are filled in the order of their text; some are merged into others. */
function entryOf(map: YAMLMap, name: string, document: Document.Parsed): Step | undefined {
  for (const pair of map.items.toReversed()) {
    if (isMerge(pair.key)) {
      const found = mergedEntryOf(pair.value, name, document);
      if (found !== undefined) return found;
    } else if (nameOf(pair) === name) return { mark: pair.key, value: pair.value };
  }
  return undefined;
}

/** Of a list of merged maps, the first one with such an entry holds. */
function mergedEntryOf(merged: unknown, name: string, document: Document.Parsed): Step | undefined {
  const { isMap, isSeq } = yamlLibrary();
  const sources: readonly unknown[] = isSeq(merged) ? merged.items : [merged];
  for (const source of sources) {
    const map = resolve(source, document);
    const found = isMap(map) ? entryOf(map, name, document) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

function nameOf({ key }: Pair): string | undefined {
  return yamlLibrary().isScalar(key) ? String(key.value) : undefined;
}

function startOf(node: unknown): number | undefined {
  if (yamlLibrary().isPair(node)) return startOf(node.key);
  return (node as Partial<Node> | null)?.range?.[0];
}
