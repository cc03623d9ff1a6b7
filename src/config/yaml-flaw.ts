import type { Scalar } from 'yaml';
import { yamlLibrary } from './yaml-library.js';
import { isMerge } from './yaml-merge.js';
import { isBeyondJson } from './yaml-scalar.js';

const STANDARD = 'tag:yaml.org,2002:';

/** What each tag wants its text to be. Every other tag lets text be text, as none at all does: go.yaml.in/yaml/v2 resolve.go. */
const wanted: Readonly<Record<string, (scalar: Scalar) => boolean>> = {
  null: ({ value }) => value === null,
  bool: ({ value }) => typeof value === 'boolean',
  int: ({ value, source }) => typeof value === 'number' && /^[-+]?(?:[\d_]+|0[xob][\da-f_]+)$/i.test(source ?? ''),
  float: ({ value }) => typeof value === 'number',
  timestamp: ({ source }) => /^\d{4}-\d{1,2}-\d{1,2}(?:[Tt ]|$)/.test(source ?? ''),
};

/**
 * What is wrong with a scalar that the parser lets pass, as a lower-case fragment; undefined where nothing is. What a tag makes of
 * text has to be what kubectl makes of it.
 */
export function flawOfScalar(node: unknown, isKey: boolean): string | undefined {
  if (!yamlLibrary().isScalar(node)) return undefined;
  const { tag, source = '' } = node;
  if (!isKey && isInfinite(node)) return `${source} is no value that JSON has: put it in quotes`;
  if (isKey && tag !== undefined && source === '<<') return MERGES;
  return tag?.startsWith(STANDARD) === true ? flawOfTag(tag.slice(STANDARD.length), node) : undefined;
}

/** An infinity, or what is no number. In quotes, or with any tag but that of a number, it is text; so it is as a key. */
function isInfinite({ type, tag, source = '' }: Scalar): boolean {
  return type === 'PLAIN' && (tag === undefined || tag === `${STANDARD}float`) && isBeyondJson(source);
}

const MERGES = 'a tag is not wanted here: << merges without one';

function flawOfTag(name: string, scalar: Scalar): string | undefined {
  if (name === 'merge') return MERGES;
  if (name === 'binary') return '!!binary stands for other text than is written here: write that text itself';
  return Object.hasOwn(wanted, name) && wanted[name]?.(scalar) === false ? `this is no !!${name}` : undefined;
}

/** What keeps a key from being one of JSON; undefined where nothing does. */
export function flawOfKey(key: unknown): string | undefined {
  const { isCollection, isScalar } = yamlLibrary();
  if (isCollection(key)) return 'a map or a list';
  return isMerge(key) || (isScalar(key) && key.value !== null) ? undefined : 'null';
}
