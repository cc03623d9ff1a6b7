import { isScalar, stringify } from 'yaml';
import type { Json, JsonObject } from '../../policy/json.js';
import { remember } from '../../policy/remember.js';
import type { Sheet } from './sheet.js';

/** How to write: as kubectl reads it, and without line folding. */
const STYLE = { version: '1.1', lineWidth: 0 } as const;

type Habits = Pick<Sheet, 'unit' | 'itemIndent' | 'dashWidth'>;

/** A map or a list in lines, indented the way the rest of the document is. */
export function renderBlock(value: Json, sheet: Habits): readonly string[] {
  if (Array.isArray(value)) {
    return (value as readonly Json[]).flatMap((item) =>
      hang('-'.padEnd(sheet.dashWidth), isFilled(item) ? renderBlock(item, sheet) : [plain(item)]),
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
  if (style === 'yaml') return flowOf(value, { space: ' ', scalar: yamlScalar });
  return flowOf(value, { space: style === 'json' ? ' ' : '', scalar: JSON.stringify });
}

interface Flow {
  /** What stands behind a colon or a comma. */
  readonly space: string;
  readonly scalar: (value: Json) => string;
}

function flowOf(value: Json, flow: Flow): string {
  const { space, scalar } = flow;
  if (typeof value !== 'object' || value === null) return scalar(value);
  if (Array.isArray(value))
    return `[${(value as readonly Json[]).map((item) => flowOf(item, flow)).join(`,${space}`)}]`;
  const entries = Object.entries(value).map(([key, inner = null]) => `${scalar(key)}:${space}${flowOf(inner, flow)}`);
  return `{${entries.join(`,${space}`)}}`;
}

/** What needs quotes however it looks: letters that an old editor spoils, and the question mark, which ends text in brackets to kubectl. */
const UNSAFE = /[^\x20-\x7e]|\?/;

/** A scalar on one line, in quotes where it would be something else without: within brackets, that is more often so. */
function yamlScalar(value: Json): string {
  if (typeof value === 'string') return yamlText(value);
  return Number.isSafeInteger(value) || typeof value === 'boolean' ? JSON.stringify(value) : withoutBrackets(value);
}

/** Fixes write the same few words again and again. */
const yamlText = remember((text: string): string => (UNSAFE.test(text) ? JSON.stringify(text) : withoutBrackets(text)));

function withoutBrackets(value: Json): string {
  const list = stringify([value], { ...STYLE, collectionStyle: 'flow', flowCollectionPadding: false });
  return list.replace(/\n$/, '').slice(1, -1);
}

/** A value in the quotes of the scalar that it takes the place of, where it is text as that one was. */
export function renderLike(node: unknown, value: Json, style: InlineStyle): string {
  if (typeof value !== 'string' || !isScalar(node) || style !== 'yaml') return renderInline(value, style);
  if (node.type === 'QUOTE_DOUBLE') return JSON.stringify(value);
  if (node.type === 'QUOTE_SINGLE' && /^[\x20-\x7e]*$/.test(value)) return `'${value.replaceAll("'", "''")}'`;
  return renderInline(value, style);
}
