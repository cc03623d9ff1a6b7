import type { Definition, FieldSchema } from '../../src/facts/schema/catalogue.js';
import { arrayAt, dig, field, isObject, objectAt, stringAt } from '../../src/policy/json.js';
import type { Json, JsonObject } from '../../src/policy/json.js';
import { notDemanded } from './not-demanded.js';

/** What is left of the OpenAPI documents of one release. */
export interface Reduced {
  readonly kinds: ReadonlyMap<string, string>;
  readonly definitions: ReadonlyMap<string, Definition>;
}

/** Types with a reader of their own: what the document says of them is too little or, where they take anything, too much. */
const scalars: ReadonlyMap<string, FieldSchema> = new Map<string, FieldSchema>([
  ['io.k8s.apimachinery.pkg.api.resource.Quantity', { format: 'quantity' }],
  ['io.k8s.apimachinery.pkg.util.intstr.IntOrString', { format: 'int-or-string' }],
  ['io.k8s.apimachinery.pkg.apis.meta.v1.Time', { format: 'date-time' }],
  ['io.k8s.apimachinery.pkg.apis.meta.v1.MicroTime', { format: 'micro-time' }],
  ['io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaPropsOrBool', { format: 'schema-or-boolean' }],
  ['io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaPropsOrArray', { format: 'schema-or-list' }],
  ['io.k8s.apimachinery.pkg.apis.meta.v1.FieldsV1', {}],
  ['io.k8s.apimachinery.pkg.runtime.RawExtension', {}],
]);

/**
 * Keeps what says which fields an object has, of which types they are and which have to be there: the kinds that somebody may
 * write into a file, and what they refer to. Descriptions, defaults and the hints for merging go.
 */
export function reduce(documents: Iterable<unknown>): Reduced {
  const schemas = new Map<string, JsonObject>();
  for (const document of documents) {
    for (const [name, schema] of Object.entries(objectAt(objectAt(document, 'components'), 'schemas') ?? {})) {
      if (isObject(schema)) schemas.set(name, schema);
    }
  }
  const kinds = new Map<string, string>();
  for (const [name, schema] of schemas) for (const kind of kindsOf(schema)) kinds.set(kind, name);
  return { kinds, definitions: reachable(kinds.values(), schemas) };
}

/** The kinds whose objects stand alone. Lists do not, nor what clients send and the server answers beside objects. */
function kindsOf(schema: JsonObject): readonly string[] {
  const fields = objectAt(schema, 'properties');
  const isOne = field(fields, 'kind') !== undefined && field(fields, 'metadata') !== undefined;
  if (!isOne || refOf(field(fields, 'metadata'))?.endsWith('.ObjectMeta') !== true) return [];
  return arrayAt(schema, 'x-kubernetes-group-version-kind').map((kind) => {
    const [group = '', version = '', name = ''] = ['group', 'version', 'kind'].map((part) => stringAt(kind, part));
    return `${group === '' ? version : `${group}/${version}`} ${name}`;
  });
}

function reachable(roots: Iterable<string>, schemas: ReadonlyMap<string, JsonObject>): ReadonlyMap<string, Definition> {
  const definitions = new Map<string, Definition>();
  const visit = (name: string): void => {
    if (definitions.has(name)) return;
    const reduced = definitionOf(name, schemas.get(name) ?? {}, schemas);
    definitions.set(name, reduced);
    for (const one of Object.values(reduced.properties)) refsIn(one).forEach(visit);
  };
  for (const root of roots) visit(root);
  return definitions;
}

function definitionOf(name: string, schema: JsonObject, schemas: ReadonlyMap<string, JsonObject>): Definition {
  const fields = Object.entries(objectAt(schema, 'properties') ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  const properties = Object.fromEntries(fields.map(([key, value]) => [key, fieldOf(value, schemas)]));
  const lax = notDemanded.get(name) ?? [];
  const required = arrayAt(schema, 'required').filter((key) => typeof key === 'string' && !lax.includes(key));
  return required.length === 0 ? { properties } : { properties, required: required as readonly string[] };
}

function fieldOf(raw: Json | undefined, schemas: ReadonlyMap<string, JsonObject>): FieldSchema {
  const ref = refOf(raw);
  if (ref !== undefined) return definedField(ref, schemas);
  const [type, format] = [stringAt(raw, 'type'), stringAt(raw, 'format')];
  const [items, values] = [field(raw, 'items'), objectAt(raw, 'additionalProperties')];
  return {
    ...(type !== undefined && { type: type as NonNullable<FieldSchema['type']> }),
    ...((format === 'int32' || format === 'byte' || format === 'date-time') && { format }),
    ...(items !== undefined && { items: fieldOf(items, schemas) }),
    ...(values !== undefined && { additionalProperties: fieldOf(values, schemas) }),
  };
}

/** A definition without a type takes anything; one with a type and no fields is an object that has none yet. */
function definedField(name: string, schemas: ReadonlyMap<string, JsonObject>): FieldSchema {
  const scalar = scalars.get(name);
  if (scalar !== undefined) return scalar;
  return stringAt(schemas.get(name), 'type') === 'object' ? { $ref: name } : {};
}

/** A reference stands alone, or in an allOf of one where a default or a description stands beside it. */
function refOf(raw: unknown): string | undefined {
  const ref = stringAt(raw, '$ref') ?? stringAt(arrayAt(raw, 'allOf')[0], '$ref');
  return ref?.slice(ref.lastIndexOf('/') + 1);
}

function refsIn(schema: FieldSchema): readonly string[] {
  const inner = [schema.items, schema.additionalProperties].flatMap((one) => (one === undefined ? [] : refsIn(one)));
  return schema.$ref === undefined ? inner : [schema.$ref, ...inner];
}

/** The documents that a listing such as /openapi/v3 names, as paths. */
export function documentPaths(listing: unknown): readonly string[] {
  const paths = Object.values(objectAt(listing, 'paths') ?? {});
  return paths.map((path) => dig(path, 'serverRelativeURL')).filter((url) => typeof url === 'string');
}
