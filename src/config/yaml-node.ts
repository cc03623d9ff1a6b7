import type { Document } from 'yaml';
import { resolve } from './yaml-anchor.js';
import { flawOfKey, flawOfScalar } from './yaml-flaw.js';
import type { TextFlaw } from './yaml-lexeme.js';
import { yamlLibrary } from './yaml-library.js';

/**
 * What the parser lets pass, up to a number: an alias of nothing, tags that mean something else to kubectl, and a key that JSON cannot
 * have. `{{ .Values.name }}` without quotes is a map with a map as its key.
 */
export function flawsOfNodes(document: Document.Parsed, most: number): readonly TextFlaw[] {
  const { visit } = yamlLibrary();
  const flaws: TextFlaw[] = [];
  const anchors = new Set<string>();
  const blame = (node: unknown, message: string): void => {
    const { range } = (node ?? document) as { readonly range?: readonly number[] };
    if (flaws.length < most) flaws.push({ offset: range?.[0] ?? 0, message });
  };
  visit(document, {
    Pair: (_index, { key, value }) => {
      const flaw = flawOfKey(resolve(key, document));
      if (flaw !== undefined) blame(key ?? value, `a key has to be text, not ${flaw}`);
    },
    // Nodes come in the order of the text, and an alias stands behind its anchor.
    Value: (index, node) => {
      if (node.anchor !== undefined) anchors.add(node.anchor);
      const flaw = flawOfScalar(node, index === 'key');
      if (flaw !== undefined) blame(node, flaw);
    },
    Alias: (_index, alias) => {
      if (!anchors.has(alias.source)) blame(alias, `unresolved alias: nothing before it is called &${alias.source}`);
    },
  });
  return flaws;
}
