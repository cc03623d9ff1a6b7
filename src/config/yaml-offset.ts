import type { Document, Node, Pair, YAMLMap } from 'yaml';
import { segmentsOf } from '../policy/pointer.js';
import type { Pointer } from '../policy/pointer.js';
import { yamlLibrary } from './yaml-library.js';

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

/** An entry of the map itself, or else of one that is merged into it. */
function entryOf(map: YAMLMap, name: string, document: Document.Parsed): Step | undefined {
  const merged: unknown[] = [];
  for (const pair of map.items) {
    const key = keyOf(pair);
    if (key === name) return { mark: pair.key, value: pair.value };
    if (key === '<<') merged.push(...sourcesOf(resolve(pair.value, document)));
  }
  for (const source of merged) {
    const map = resolve(source, document);
    const found = yamlLibrary().isMap(map) ? entryOf(map, name, document) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

function sourcesOf(merged: unknown): readonly unknown[] {
  return yamlLibrary().isSeq(merged) ? merged.items : [merged];
}

function keyOf(pair: Pair): string | undefined {
  if (!yamlLibrary().isScalar(pair.key)) return undefined;
  const { value } = pair.key;
  // The merge key is a symbol to the parser, and the text is what remains of it.
  return typeof value === 'symbol' ? (value.description ?? '') : String(value);
}

function resolve(node: unknown, document: Document.Parsed): unknown {
  return yamlLibrary().isAlias(node) ? node.resolve(document) : node;
}

function startOf(node: unknown): number | undefined {
  if (yamlLibrary().isPair(node)) return startOf(node.key);
  return (node as Partial<Node> | null)?.range?.[0];
}
