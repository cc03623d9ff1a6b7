import { didYouMean } from '../../engine/nearest.js';
import type { SchemaProblem } from '../../policy/facts.js';
import { field, stringAt } from '../../policy/json.js';
import type { Json, JsonObject } from '../../policy/json.js';
import { segmentsOf } from '../../policy/pointer.js';
import { message } from '../../policy/quote.js';
import type { Show } from '../../policy/quote.js';
import { saysSecret, secretIn } from '../../policy/secret.js';
import type { Flaw } from './compiler.js';

/** What the keywords say besides their names. */
interface Params {
  readonly name?: string;
  readonly known?: readonly string[];
  readonly type?: string | readonly string[];
  readonly limit?: number;
}

/** What is wrong with an object, in words: where, what is there, and what is wanted. */
export function problemOf(object: JsonObject, flaw: Flaw): SchemaProblem {
  const { keyword, instancePath: path, params, parentSchema } = flaw;
  const { name = '', known = [], type = [], limit = 0 } = params as Params; // each keyword gives those that are read for it
  const format = stringAt(parentSchema, 'format') ?? '';
  const write = (show: Show): string => {
    if (keyword === 'unknown') return `unknown field ${show(name)}${didYouMean(name, known)}`;
    if (keyword === 'missing') return `the required field ${show(name)} is missing`;
    const place = placeOf(path, show);
    const fault = faultOf(keyword, limit);
    if (fault !== undefined) return `${place} is ${fault}`;
    const value = valueAt(object, path);
    const isShown = isTiny(value) && wantsNumber([type].flat(), format) && mayBeShown(object, path, value);
    const text = isShown ? show(value) : undefined;
    const found = typeof value === 'string' ? textOr(text) : nameOf(value);
    const wanted = formats[format];
    return `${place} is ${found}, ${wanted === undefined ? typesWanted([type].flat(), value) : `${wanted} is wanted`}`;
  };
  return { path, message: message(write) };
}

/** What is wrong with a value of the right type; undefined where it is the type. */
function faultOf(keyword: string, limit: number): string | undefined {
  if (keyword === 'minimum' || keyword === 'maximum') return `beyond what ${bitsOf(limit)} bits hold`;
  return keyword === 'pattern' ? 'a number in quotes, and so a text: take the quotes away' : undefined;
}

/** The bounds of whole numbers are those of 32 or of 64 bits. */
function bitsOf(bound: number): number {
  return Math.abs(bound) > 2 ** 32 ? 64 : 32;
}

const formats: Readonly<Record<string, string>> = {
  quantity: 'a quantity such as 500m or 2Gi',
  byte: 'text in base64',
  'date-time': 'a time such as 2026-01-31T12:00:00Z',
  'micro-time': 'a time such as 2026-01-31T12:00:00.000000Z',
};

const types: Readonly<Record<string, string>> = {
  string: 'text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
};

/** What is wanted, and how to make it of what is there: quotes make a text, but no number in one, such as a percentage. */
function typesWanted(wanted: readonly string[], value: Json | undefined): string {
  const names = wanted.filter((type) => type !== 'null');
  const isScalar = typeof value === 'number' || typeof value === 'boolean';
  const hint = isScalar && names.every((type) => type === 'string') ? ': put it in quotes' : '';
  return `${names.map((type) => types[type] ?? type).join(' or ')} is wanted${hint}`;
}

function textOr(text: string | undefined): string {
  return text === undefined ? 'a text' : `the text ${text}`;
}

/** A number where text is wanted may be a password: what kind of value it is says enough. */
function nameOf(value: Json | undefined): string {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'number') return Number.isInteger(value) ? 'a number' : 'a number with a fraction';
  if (typeof value === 'boolean') return 'true or false';
  return Array.isArray(value) ? 'a list' : 'an object';
}

/** The last field of a path with what follows it: replicas, args[0], rows[0][1], labels["app"]. */
function placeOf(path: string, show: Show): string {
  const segments = segmentsOf(path);
  const last = segments.at(-1) ?? '';
  const before = segments.at(-2);
  if (before !== undefined && isIndex(last)) {
    const start = segments.findLastIndex((segment) => !isIndex(segment));
    const indexes = segments.slice(start + 1).map((index) => `[${index}]`);
    return lowerCase(`${segments[start] ?? ''}${indexes.join('')}`, show);
  }
  if (before !== undefined && maps.has(before)) return `${before}[${show(last)}]`;
  return lowerCase(last, show);
}

function isIndex(segment: string): boolean {
  return /^\d+$/.test(segment);
}

/** Maps by keys of the user's that have scalars as values. */
const maps: ReadonlySet<string> = new Set([
  ...['annotations', 'labels', 'matchLabels', 'nodeSelector', 'selector', 'data', 'binaryData', 'stringData'],
  ...['limits', 'requests', 'capacity', 'hard', 'parameters', 'overhead'],
]);

/** Names of fields are as they are; what begins otherwise, such as a key of a map, is quoted. */
function lowerCase(name: string, show: Show): string {
  return /^[a-z][\w.[\]-]*$/.test(name) && name.length < 40 ? name : `field ${show(name)}`;
}

function valueAt(object: JsonObject, path: string): Json | undefined {
  let here: Json | undefined = object;
  for (const segment of segmentsOf(path)) {
    here = Array.isArray(here) ? (here as readonly Json[])[Number(segment)] : own(here, segment);
  }
  return here;
}

/** Unlike elsewhere null is not absent here: it is what was found. */
function own(value: Json | undefined, name: string): Json | undefined {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as JsonObject)[name]
    : undefined;
}

/** The longest text that is shown, in characters: a time has as many. */
const LONGEST_TEXT = 20;

function isTiny(value: Json | undefined): value is string {
  return typeof value === 'string' && value.length <= LONGEST_TEXT;
}

/**
 * Whether a number, a time or a switch is wanted. A text in such a place is a slip that helps to be seen; one where a list or an
 * object belongs, as in `envFrom: hunter2`, may be anything.
 */
function wantsNumber(wanted: readonly string[], format: string): boolean {
  if (format !== '') return ['quantity', 'date-time'].includes(format);
  const types = wanted.filter((type) => type !== 'null');
  return types.length > 0 && types.every((type) => ['integer', 'number', 'boolean'].includes(type));
}

/** Fields whose texts are nobody's business, and kinds of which that holds for every field. */
const PRIVATE_FIELDS: ReadonlySet<string> = new Set([
  ...['env', 'envFrom', 'args', 'command'],
  ...['data', 'binaryData', 'stringData', 'annotations'],
]);
const PRIVATE_KINDS: ReadonlySet<unknown> = new Set(['Secret', 'ConfigMap']);

function mayBeShown(object: JsonObject, path: string, text: string): boolean {
  if (PRIVATE_KINDS.has(field(object, 'kind')) || secretIn(text) !== undefined) return false;
  return !segmentsOf(path).some((segment) => PRIVATE_FIELDS.has(segment) || saysSecret(segment));
}
