import { isDeepStrictEqual } from 'node:util';
import type { Definition, SchemaFile, Variant } from '../../src/facts/schema/catalogue.js';
import type { Reduced } from './reduce.js';

/** Puts releases into one file in which a definition stands once for all that agree on it. Everything is sorted, so the same releases give the same bytes. */
export function merge(reduced: ReadonlyMap<string, Reduced>): SchemaFile {
  const releases = [...reduced.keys()];
  const kinds: Record<string, string> = {};
  const variants = new Map<string, { in: number[]; definition: Definition }[]>();
  for (const [index, release] of [...reduced.values()].entries()) {
    Object.assign(kinds, Object.fromEntries(release.kinds));
    for (const [name, definition] of release.definitions) add(variants, name, { in: [index], definition });
  }
  return { releases, kinds: sorted(Object.entries(kinds)), definitions: sorted(variants) };
}

function add(
  variants: Map<string, { in: number[]; definition: Definition }[]>,
  name: string,
  { in: places, definition }: Variant,
): void {
  const known = variants.get(name) ?? [];
  variants.set(name, known);
  const same = known.find((one) => isDeepStrictEqual(one.definition, definition));
  if (same === undefined) known.push({ in: [...places], definition });
  else same.in.push(...places);
}

function sorted<T>(entries: Iterable<readonly [string, T]>): Record<string, T> {
  return Object.fromEntries([...entries].sort(([a], [b]) => (a < b ? -1 : 1)));
}
