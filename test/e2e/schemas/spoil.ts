import type { Catalogue, Definition, FieldSchema } from '../../../src/facts/schema/catalogue.js';
import { INNER_SCHEMA, LENIENT } from '../../../src/facts/schema/field-schema.js';
import { field, isObject, stringAt } from '../../../src/policy/json.js';
import type { Json, JsonObject } from '../../../src/policy/json.js';
import { pointer, segmentsOf } from '../../../src/policy/pointer.js';
import type { Pointer } from '../../../src/policy/pointer.js';

/** An object in which one field is not what it was. */
export interface Spoilt {
  readonly path: Pointer;
  /** Undefined when the field was taken away. */
  readonly value: Json | undefined;
  readonly object: JsonObject;
}

/** What is put into each field in turn: some of it right for some fields, most of it wrong for most. */
const VALUES: readonly Json[] = [
  ...['text', '', '5', '10 GB', '2026-01-31T12:00:00Z', 'aGVsbG8='],
  ...[5, -1, 1.5, 3_000_000_000, 1e20, true, null],
  ...[{}, { a: 'b' }, { a: 5 }, { a: null }, { name: 'a' }],
  ...[[], [null], ['text'], [5], [{}], [['text']]],
];

/** Decide which kind it is, and where: spoilt, the object would be another one, or nobody's. */
const ADDRESS: ReadonlySet<Pointer> = new Set(['/apiVersion', '/kind', '/metadata/name', '/metadata/namespace']);

/**
 * Every object that comes of one by putting each value into each field that is declared at some object within it, by adding a
 * field that nobody has declared, and by taking each field away. Pod templates are spoilt in Pods alone, and the values go into
 * each definition once: those that have had them are in `spoilt`.
 */
export function* spoil(object: JsonObject, catalogue: Catalogue, spoilt: Set<string>): Iterable<Spoilt> {
  const kind = stringAt(object, 'kind') ?? '';
  const root = catalogue.kindOf(`${stringAt(object, 'apiVersion') ?? ''} ${kind}`);
  if (root === undefined) throw new Error(`no schema of ${kind}`);
  for (const { path, value } of changesIn(object, root, { catalogue, spoilt })) {
    if (!ADDRESS.has(path)) yield { path, value, object: changed(object, path, value) };
  }
}

type Change = Omit<Spoilt, 'object'>;

interface Round {
  readonly catalogue: Catalogue;
  readonly spoilt: Set<string>;
}

function* changesIn(value: Json | undefined, name: string, round: Round, at: Pointer = ''): Iterable<Change> {
  const definition = round.catalogue.definition(name.startsWith(LENIENT) ? name.slice(LENIENT.length) : name);
  if (!isObject(value) || definition === undefined) return;
  if (at !== '' && name.endsWith('.PodTemplateSpec')) return;
  yield { path: pointer(at, 'unheardOf'), value: 'text' };
  yield { path: pointer(at, 'unheardOf'), value: null };
  if (!round.spoilt.has(name)) yield* changesOfFields(definition, at);
  round.spoilt.add(name);
  for (const [key, schema] of Object.entries(definition.properties)) {
    const inner = field(value, key);
    yield { path: pointer(at, key), value: undefined };
    for (const [segments, ref] of refsIn(schema, inner)) {
      const found = segments.reduce<Json | undefined>((here, segment) => entryOf(here, segment), inner);
      yield* changesIn(found, ref, round, pointer(at, key, ...segments));
    }
  }
}

function* changesOfFields({ properties }: Definition, at: Pointer): Iterable<Change> {
  for (const [key, { format, additionalProperties }] of Object.entries(properties)) {
    // The API server reads a list of numbers as bytes. Nobody writes that, and here it is called a mistake.
    const bytes = format === 'byte' || additionalProperties?.format === 'byte';
    const values = bytes ? VALUES.filter((value) => !Array.isArray(value)) : VALUES;
    for (const value of values) yield { path: pointer(at, key), value };
    yield { path: pointer(at, key.toUpperCase()), value: 'text' };
  }
}

/** The declared objects in a field: itself, and the entries of a list or a map. */
function refsIn(schema: FieldSchema, value: Json | undefined): readonly (readonly [readonly string[], string])[] {
  if (schema.$ref !== undefined) return [[[], schema.$ref]];
  if (isObject(value) && schema.format?.startsWith('schema-or-') === true) return [[[], INNER_SCHEMA]];
  const ref = (schema.items ?? schema.additionalProperties)?.$ref;
  if (ref === undefined || typeof value !== 'object' || value === null) return [];
  return Object.keys(value).map((key) => [[key], ref]);
}

function entryOf(value: Json | undefined, key: string): Json | undefined {
  return typeof value === 'object' && value !== null ? (value as JsonObject)[key] : undefined;
}

/** A copy in which a field is set, or taken away. */
function changed(object: JsonObject, path: Pointer, value: Json | undefined): JsonObject {
  const copy = structuredClone(object) as Record<string, Json>;
  const segments = segmentsOf(path);
  const last = segments.at(-1) ?? '';
  const parent = segments.slice(0, -1).reduce((here, key) => here[key] as Record<string, Json>, copy);
  if (value === undefined) Reflect.deleteProperty(parent, last);
  else parent[last] = value;
  return copy;
}
