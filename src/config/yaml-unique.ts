import type { Document } from 'yaml';
import { yamlLibrary } from './yaml-library.js';

const TWICE = 'Map keys must be unique';

/** Blames keys that stand twice in a map as the parser would, which compares each key with all before it. */
export function withUniqueKeys(document: Document.Parsed): Document.Parsed {
  const { YAMLParseError, isScalar, visit } = yamlLibrary();
  const { errors } = document;
  visit(document, {
    Map: (_index, { items }) => {
      const known = new Set<unknown>();
      for (const { key } of items) {
        if (!isScalar(key)) continue;
        const at = key.range?.[0] ?? 0;
        if (known.has(key.value)) errors.push(new YAMLParseError([at, at + 1], 'DUPLICATE_KEY', TWICE));
        known.add(key.value);
      }
    },
  });
  if (errors.some(({ message }) => message === TWICE)) errors.sort(({ pos: [one] }, { pos: [other] }) => one - other);
  return document;
}
