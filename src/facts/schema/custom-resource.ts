import { arrayAt, dig, field, isObject, objectAt, stringAt } from '../../policy/json.js';
import type { Json, JsonObject } from '../../policy/json.js';
import { orNull } from './field-schema.js';
import type { JsonSchema } from './field-schema.js';
import type { Shape } from './shape.js';

/** The schema of a kind as a CustomResourceDefinition gives it. */
export interface CustomKind {
  /** Such as stable.example.com/v1 CronTab. */
  readonly name: string;
  /** Undefined when the definition says nothing about the fields. */
  readonly schema: JsonObject | undefined;
}

/** The definition of the metadata of every object. */
const OBJECT_META = 'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta';

/** The kinds that an object defines: one for each version that a CustomResourceDefinition serves, and none otherwise. */
export function customKindsOf(object: JsonObject): readonly CustomKind[] {
  if (object['kind'] !== 'CustomResourceDefinition' || object['apiVersion'] !== 'apiextensions.k8s.io/v1') return [];
  const spec = objectAt(object, 'spec');
  const [group, kind] = [stringAt(spec, 'group'), stringAt(field(spec, 'names'), 'kind')];
  return arrayAt(spec, 'versions').flatMap((version) => {
    const name = stringAt(version, 'name');
    if (group === undefined || kind === undefined || name === undefined || field(version, 'served') === false)
      return [];
    const schema = dig(version, 'schema', 'openAPIV3Schema');
    return [{ name: `${group}/${name} ${kind}`, schema: isObject(schema) ? schema : undefined }];
  });
}

/**
 * The shapes of a kind, by name; that of the kind itself has the kind's name. The rules are those of structural schemas: fields
 * that are not declared are pruned, and so unknown, unless they are to be preserved; null is a value only where the schema
 * says so. Allowed values, patterns and bounds are no matter of shape.
 */
export function customShapes({ name, schema }: CustomKind): ReadonlyMap<string, Shape> {
  const shapes = new Map<string, Shape>();
  const root = shapeOf({ ...schema, 'x-kubernetes-embedded-resource': true }, name, shapes);
  shapes.set(name, schema === undefined ? { ...root, open: true } : root);
  return shapes;
}

function shapeOf(node: JsonObject, name: string, shapes: Map<string, Shape>): Shape {
  const properties = Object.entries(objectAt(node, 'properties') ?? {});
  const fields = new Map<string, JsonSchema>();
  for (const [key, value] of properties) fields.set(key, fieldSchema(value, `${name}.${key}`, shapes));
  const isEmbedded = node['x-kubernetes-embedded-resource'] === true;
  if (isEmbedded) {
    fields.set('apiVersion', { type: 'string' }).set('kind', { type: 'string' });
    fields.set('metadata', { type: 'object', shape: OBJECT_META });
  }
  // What has a default is filled in before anybody asks whether it is there.
  const given = namesOf(properties, (value) => field(value, 'default') !== undefined);
  const demanded = [...arrayAt(node, 'required'), ...(isEmbedded ? ['apiVersion', 'kind'] : [])];
  const required = new Set(demanded.filter((key) => typeof key === 'string').filter((key) => !given.has(key)));
  const nullable = namesOf(properties, (value) => field(value, 'nullable') === true);
  const open = node['x-kubernetes-preserve-unknown-fields'] === true;
  return { fields, required: [...required], open, nullable };
}

function namesOf(
  properties: readonly (readonly [string, Json | undefined])[],
  fits: (value: Json | undefined) => boolean,
): ReadonlySet<string> {
  return new Set(properties.filter(([, value]) => fits(value)).map(([name]) => name));
}

function fieldSchema(node: Json | undefined, name: string, shapes: Map<string, Shape>): JsonSchema {
  if (!isObject(node)) return {};
  const schema = plainSchema(node, name, shapes);
  return node['nullable'] === true ? orNull(schema) : schema;
}

function plainSchema(node: JsonObject, name: string, shapes: Map<string, Shape>): JsonSchema {
  if (node['x-kubernetes-int-or-string'] === true) return { type: ['integer', 'string'] };
  switch (node['type']) {
    case 'string':
    case 'integer':
    case 'number':
    case 'boolean':
      return { type: node['type'] };
    case 'array':
      return { type: 'array', items: fieldSchema(node['items'], `${name}[]`, shapes) };
    case 'object':
      return objectSchema(node, name, shapes);
    default:
      return {};
  }
}

function objectSchema(node: JsonObject, name: string, shapes: Map<string, Shape>): JsonSchema {
  const values = field(node, 'additionalProperties');
  if (isObject(values)) {
    return { type: 'object', additionalProperties: orNull(fieldSchema(values, `${name}{}`, shapes)) };
  }
  if (values === true) {
    // Whatever the values are, of objects among them nothing is declared, and so nothing kept.
    const bare: JsonSchema = { shape: `${name}{}` };
    shapes.set(`${name}{}`, shapeOf({}, name, shapes));
    return { type: 'object', additionalProperties: { ...bare, items: bare } };
  }
  shapes.set(name, shapeOf(node, name, shapes));
  return { type: 'object', shape: name };
}
