import { isScalar, stringify } from 'yaml';
import type { Json, JsonObject } from '../../policy/json.js';
import type { Sheet } from './sheet.js';

/** How to write: as kubectl reads it, without line folding, and without anchors for values that are the same. */
const STYLE = { version: '1.1', lineWidth: 0, aliasDuplicateObjects: false } as const;

/** A map or a list in lines, indented the way the rest of the document is. */
export function renderBlock(value: Json, sheet: Pick<Sheet, 'unit' | 'itemIndent'>): readonly string[] {
  if (Array.isArray(value)) {
    return (value as readonly Json[]).flatMap((item) =>
      hang('- ', isFilled(item) ? renderBlock(item, sheet) : [plain(item)]),
    );
  }
  return Object.entries(value as JsonObject).flatMap(([key, inner = null]) => {
    if (!isFilled(inner)) return [`${plain(key)}: ${plain(inner)}`];
    const indent = ' '.repeat(Array.isArray(inner) ? sheet.itemIndent : sheet.unit);
    return [`${plain(key)}:`, ...renderBlock(inner, sheet).map((line) => indent + line)];
  });
}

/** Lines of which the first one starts with something that the others leave room for. */
function hang(start: string, lines: readonly string[]): readonly string[] {
  return lines.map((line, index) => (index === 0 ? start : ' '.repeat(start.length)) + line);
}

function plain(value: Json): string {
  return renderInline(value, 'yaml');
}

/** Whether this is a map or a list with something in it. */
export function isFilled(value: Json): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length > 0;
}

/** How a value is written on one line: YAML with brackets, or JSON with or without a space after colons and commas. */
export type InlineStyle = 'yaml' | 'json' | 'compact json';

export function renderInline(value: Json, style: InlineStyle): string {
  if (style !== 'yaml') return jsonOf(value, style === 'json' ? ' ' : '');
  // Within brackets everything is quoted that would mean something there.
  const list = stringify([value], { ...STYLE, collectionStyle: 'flow', flowCollectionPadding: false });
  return list.replace(/\n$/, '').slice(1, -1);
}

function jsonOf(value: Json | undefined, space: string): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value))
    return `[${(value as readonly Json[]).map((item) => jsonOf(item, space)).join(`,${space}`)}]`;
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
  return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${space}${jsonOf(inner, space)}`).join(`,${space}`)}}`;
}

/** A value in the quotes of the scalar that it takes the place of, where it is text as that one was. */
export function renderLike(node: unknown, value: Json, style: InlineStyle): string {
  if (typeof value !== 'string' || !isScalar(node) || style !== 'yaml') return renderInline(value, style);
  if (node.type === 'QUOTE_DOUBLE') return JSON.stringify(value);
  if (node.type === 'QUOTE_SINGLE' && /^[\x20-\x7e]*$/.test(value)) return `'${value.replaceAll("'", "''")}'`;
  return renderInline(value, style);
}
