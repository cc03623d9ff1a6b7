import type { Alias, Document, Node } from 'yaml';
import { yamlLibrary } from './yaml-library.js';

/** What a node is, or what it stands for if it is an alias. */
export function resolve(node: unknown, document: Document): unknown {
  if (!yamlLibrary().isAlias(node)) return node;
  const sources = known.get(document) ?? sourcesOf(document);
  known.set(document, sources);
  return sources.get(node);
}

/** To ask each alias for what it stands for would take a walk through the document each. */
const known = new WeakMap<Document, ReadonlyMap<Alias, Node>>();

/** What each alias stands for. An anchor may be set again, so that the last one before an alias counts. */
export function sourcesOf(document: Document): ReadonlyMap<Alias, Node> {
  const { isAlias, visit } = yamlLibrary();
  const anchors = new Map<string, Node>();
  const sources = new Map<Alias, Node>();
  visit(document, {
    Node: (_index, node) => {
      const source = isAlias(node) ? anchors.get(node.source) : undefined;
      if (isAlias(node) && source !== undefined) sources.set(node, source);
      if (!isAlias(node) && node.anchor !== undefined) anchors.set(node.anchor, node);
    },
  });
  return sources;
}
