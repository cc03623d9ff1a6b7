import type { Scalar, ScalarTag } from 'yaml';
import { resolve } from './yaml-anchor.js';
import { yamlLibrary } from './yaml-library.js';

type Merge = NonNullable<Scalar['addToJSMap']>;
type Context = Parameters<Merge>[0];
type Target = Parameters<Merge>[1];

const NAME = '<<';

/**
 * The merge key as kubectl reads it, go.yaml.in/yaml/v2 decode.go: a map is filled in the order of its text, so that a merge behind
 * a key of the map takes that one's place, and the last of two merges wins. In a list of maps the first one wins.
 */
export function mergeTag(): ScalarTag {
  const { Scalar } = yamlLibrary();
  return {
    // By the name of the real tag the parser would know it, and merge by its own rules what is only text.
    tag: 'tag:seaworthy.dev,2026:merge',
    default: 'key',
    test: /^<<$/,
    resolve: () => Object.assign(new Scalar(Symbol(NAME)), { addToJSMap: merge }),
    stringify: () => NAME,
  };
}

/** Whether a key is one that merges: to the parser it is a symbol and no text. */
export function isMerge(key: unknown): boolean {
  return yamlLibrary().isScalar(key) && typeof key.value === 'symbol';
}

function merge(context: Context, target: Target, value: unknown): void {
  for (const map of mapsOf(value)) mergeOne(context, target, map);
}

/** The maps of a merge in the order in which they fill the map that they are merged into: of a list, the first one wins. */
export function mapsOf(merged: unknown): readonly unknown[] {
  return yamlLibrary().isSeq(merged) ? merged.items.toReversed() : [merged];
}

function mergeOne(context: Context, target: Target, source: unknown): void {
  const { isMap } = yamlLibrary();
  // The parser would count how often a map is merged, and take a chain of them for an attack.
  const map = context === undefined ? source : resolve(source, context.doc);
  if (!isMap(map)) throw new Error('a merge key wants a map, or a list of maps');
  for (const [key, value] of map.toJSON(null, context, Map)) put(target, key, value);
}

function put(target: Target, key: unknown, value: unknown): void {
  if (target instanceof Map) target.set(key, value);
  else if (target instanceof Set) target.add(key);
  else Object.defineProperty(target, String(key), { value, writable: true, enumerable: true, configurable: true });
}
