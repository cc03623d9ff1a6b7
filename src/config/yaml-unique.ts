import type { Document } from 'yaml';
import { yamlLibrary } from './yaml-library.js';

const TWICE = 'Map keys must be unique';

/**
 * Blames keys that stand twice in a map as the parser would, which compares each key with all before it. Of a number and the same in
 * quotes kubectl takes now one and now the other.
 */
export function withUniqueKeys(document: Document.Parsed): Document.Parsed {
  const { YAMLParseError, isScalar, visit } = yamlLibrary();
  const { errors } = document;
  visit(document, {
    Map: (_index, { items }) => {
      const known = new Set<unknown>();
      for (const { key } of items) {
        if (!isScalar(key)) continue;
        const at = key.range?.[0] ?? 0;
        // In JSON each key is text; a merge is a symbol of its own, and may stand more than once.
        const name = typeof key.value === 'symbol' ? key.value : String(key.value);
        if (known.has(name)) errors.push(new YAMLParseError([at, at + 1], 'DUPLICATE_KEY', TWICE));
        known.add(name);
      }
    },
  });
  if (errors.some(({ message }) => message === TWICE)) errors.sort(({ pos: [one] }, { pos: [other] }) => one - other);
  return document;
}
