import { field, objectAt } from './json.js';
import type { JsonObject } from './json.js';
import type { Pointer } from './pointer.js';
import { pointer } from './pointer.js';
import { targetKinds } from './target.js';

/** One entry of a ConfigMap. */
export interface ConfigEntry {
  readonly key: string;
  /** As text, also where it is written as base64. */
  readonly value: string;
  /** Where it stands. A ConfigMap may have thousands of entries, and nearly nobody asks. */
  readonly at: () => Pointer;
}

export interface ConfigMap {
  readonly entries: readonly ConfigEntry[];
}

export const configMaps = targetKinds(
  'ConfigMaps',
  [{ group: '', version: 'v1', kind: 'ConfigMap', plural: 'configmaps' }],
  (object): ConfigMap => ({
    entries: [...entriesIn(object, 'data', (text) => text), ...entriesIn(object, 'binaryData', decode)],
  }),
);

/** Entries that are no text are passed over: the API server refuses them. */
function* entriesIn(object: JsonObject, list: string, read: (text: string) => string): Iterable<ConfigEntry> {
  const entries = objectAt(object, list);
  for (const key of Object.keys(entries ?? {})) {
    const value = field(entries, key);
    if (typeof value === 'string') yield { key, value: read(value), at: () => pointer('', list, key) };
  }
}

/** What base64 stands for, a character for each byte; what is none stands for nothing. */
function decode(base64: string): string {
  try {
    return atob(base64);
  } catch {
    return '';
  }
}
