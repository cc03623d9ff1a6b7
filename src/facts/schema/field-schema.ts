import type { Ajv } from 'ajv';
import { parseQuantity } from '../../policy/quantity.js';
import type { FieldSchema } from './catalogue.js';

/** A JSON Schema as ajv reads it, with the keyword `shape`: the name of what declares the fields of an object. */
export interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly items?: JsonSchema;
  readonly additionalProperties?: JsonSchema;
  readonly shape?: string;
}

/** What a whole number of 32 bits holds. */
const INT32 = { minimum: -(2 ** 31), maximum: 2 ** 31 - 1 } as const;

/** The same of 64 bits, which every other whole number has: 2^63 too, because to a double the number below is the same. */
const INT64 = { minimum: -(2 ** 63), maximum: 2 ** 63 } as const;

/**
 * Put before the name of a definition, it says that unknown fields of such an object are dropped without a word, and so are those of
 * all that is in it: the API server reads the schema within `items` or `additionalProperties` of a schema so.
 */
export const LENIENT = 'lenient ';

/** What a schema within a schema is. */
export const INNER_SCHEMA = `${LENIENT}io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaProps`;

/** The types that are not what they are in JSON. A number of either kind of text is read as Kubernetes reads it. */
const formats: Readonly<Record<NonNullable<FieldSchema['format']>, JsonSchema>> = {
  int32: { type: 'integer', ...INT32 },
  byte: { type: 'string', format: 'byte' },
  'date-time': { type: 'string', format: 'date-time' },
  'micro-time': { type: 'string', format: 'micro-time' },
  quantity: { type: ['string', 'number'], format: 'quantity' },
  'schema-or-boolean': { type: ['object', 'boolean'], shape: INNER_SCHEMA },
  // What is neither a schema nor a list of them is passed over.
  'schema-or-list': { shape: INNER_SCHEMA, items: { type: ['object', 'null'], shape: INNER_SCHEMA } },
  // The text is a share or the name of a port: a number in quotes, which is neither, the API server refuses wherever it may stand.
  'int-or-string': { type: ['integer', 'string'], ...INT32, pattern: '[^0-9]|^$' },
};

/**
 * What ajv has to check of a field that is there and is not null. In a list or a map null stands for the zero of its type.
 * `reading` is put before the names of definitions: nothing, or LENIENT.
 */
export function jsonSchemaOf(schema: FieldSchema, reading = ''): JsonSchema {
  const { type, format, items, additionalProperties: values, $ref } = schema;
  if ($ref !== undefined) return { type: 'object', shape: reading + $ref };
  if (format !== undefined) return formats[format];
  return {
    ...(type !== undefined && { type }),
    ...(type === 'integer' && INT64),
    ...(items !== undefined && { items: orNull(jsonSchemaOf(items, reading)) }),
    ...(values !== undefined && { additionalProperties: orNull(jsonSchemaOf(values, reading)) }),
  };
}

/** The same schema, and null besides. */
export function orNull(schema: JsonSchema): JsonSchema {
  return schema.type === undefined ? schema : { ...schema, type: [schema.type, 'null'].flat() };
}

/** Teaches ajv to read texts as the API server does. */
export function addFormats(ajv: Ajv): void {
  ajv.addFormat('quantity', (text: string) => parseQuantity(text) !== undefined);
  ajv.addFormat('byte', isBase64);
  ajv.addFormat('date-time', (text: string) => isTime(text, /^[.,]\d+$/));
  ajv.addFormat('micro-time', (text: string) => isTime(text, /^\.\d{6}$/, 'fraction'));
}

/** Base64 with padding; line ends in it are passed over, as by Go. */
function isBase64(text: string): boolean {
  const plain = /[\r\n]/.test(text) ? text.replaceAll(/[\r\n]/g, '') : text;
  return plain.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(plain);
}

const TIME = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})([.,]\d+)?(?:Z|[+-](?:[01]\d|2[0-4]):[0-5]\d)$/;

/** A moment of RFC 3339 that exists. The fraction of a second may be left out unless it is asked for. */
function isTime(text: string, fractions: RegExp, demanded?: 'fraction'): boolean {
  const [, moment, fraction] = TIME.exec(text) ?? [];
  if (moment === undefined) return false;
  if (fraction === undefined ? demanded !== undefined : !fractions.test(fraction)) return false;
  const time = new Date(`${moment}Z`);
  return !Number.isNaN(time.getTime()) && time.toISOString().startsWith(moment);
}
