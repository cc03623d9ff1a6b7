import type { Document, YAMLError } from 'yaml';
import { yamlLibrary } from './yaml-library.js';

/** An escape sequence, so that of \\' nobody takes the second half for one. */
const ESCAPE = /\\[^]/g;

/**
 * Reads \' in double quotes, which the parser takes for a mistake, as kubectl does: go.yaml.in/yaml/v2 scannerc.go. Nodes stay where they
 * stand in the text.
 */
export function withEscapedQuotes(document: Document.Parsed, source: string): Document.Parsed {
  const { CST, visit } = yamlLibrary();
  const isKnown = ({ code, pos }: YAMLError): boolean => code === 'BAD_DQ_ESCAPE' && source.startsWith("\\'", pos[0]);
  if (!document.errors.some(isKnown)) return document;
  document.errors = document.errors.filter((error) => !isKnown(error));
  visit(document, {
    Scalar: (_index, node) => {
      const [from, to] = node.range ?? [0, 0];
      if (node.type !== 'QUOTE_DOUBLE' || !source.slice(from, to).includes("\\'")) return;
      const text = source.slice(from, to).replaceAll(ESCAPE, (escape) => (escape === "\\'" ? "'" : escape));
      const token = { type: 'double-quoted-scalar', offset: 0, indent: 0, source: text } as const;
      node.source = CST.resolveAsScalar(token, true, () => undefined).value;
      node.value = node.source;
    },
  });
  return document;
}
