import yaml from 'js-yaml';
import type { Json } from '../../policy/json.js';
import { plainScalar } from './scalar.js';

/** A type of scalars for the parser: the text that stands for it, with quotes or a tag or without. */
function scalarType(tag: string, fits: (value: unknown) => boolean): yaml.Type {
  return new yaml.Type(`tag:yaml.org,2002:${tag}`, {
    kind: 'scalar',
    // The parser hands over null where there is nothing, as in "key:".
    resolve: (text: string | null) => fits(plainScalar(text ?? '')),
    construct: (text: string | null) => plainScalar(text ?? ''),
  });
}

const schema = yaml.FAILSAFE_SCHEMA.extend({
  implicit: [
    scalarType('null', (value) => value === null),
    scalarType('bool', (value) => typeof value === 'boolean'),
    scalarType('float', (value) => typeof value === 'number'),
    new yaml.Type('tag:yaml.org,2002:merge', { kind: 'scalar', resolve: (text) => text === '<<' }),
  ],
});

/** Far more than any manifest has, and few enough to walk through. In values. */
const FEW = 10_000;

/** What the fast reader has to say about a document: its value, or that a key in it is a map, which kubectl refuses. */
export type FastReading = { readonly value: Json } | { readonly hasMapAsKey: true };

/**
 * Reads one document in the dialect of kubectl, several times faster than the parser that knows positions.
 * Undefined where that parser should have its say: a fault in the text, rare tags, aliases that blow up.
 */
export function readFast(text: string): FastReading | undefined {
  try {
    const value = yaml.load(text, { schema }) as Json | undefined; // the schema makes nothing else
    const flaw = findFlaw(value, Math.max(FEW, text.length));
    if (flaw === 'map as key') return { hasMapAsKey: true };
    return flaw === undefined ? { value: value ?? null } : undefined;
  } catch {
    return undefined;
  }
}

/** Finds a key that was a map, which the parser turns into this text, and more values than the text can hold without aliases. */
function findFlaw(root: Json | undefined, most: number): 'map as key' | 'too many' | undefined {
  const open: (Json | undefined)[] = [root];
  let count = 0;
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    if (typeof value !== 'object' || value === null) continue;
    if (Object.hasOwn(value, '[object Object]')) return 'map as key';
    const children = Object.values(value) as readonly Json[];
    count += children.length;
    if (count > most) return 'too many';
    for (const child of children) if (typeof child === 'object' && child !== null) open.push(child);
  }
  return undefined;
}
