import type { Ajv } from 'ajv';
import { parseQuantity } from '../../policy/quantity.js';
import type { FieldSchema } from './catalogue.js';

/** A JSON Schema as ajv reads it, with the keyword `shape`: the name of what declares the fields of an object. */
export interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly format?: string;
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

/** The types that are not what they are in JSON. A number of either kind of text is read as Kubernetes reads it. */
const formats: Readonly<Record<NonNullable<FieldSchema['format']>, JsonSchema>> = {
  int32: { type: 'integer', ...INT32 },
  byte: { type: 'string', format: 'byte' },
  'date-time': { type: 'string', format: 'date-time' },
  'micro-time': { type: 'string', format: 'micro-time' },
  quantity: { type: ['string', 'number'], format: 'quantity' },
  'object-or-boolean': { type: ['object', 'boolean'] },
  'int-or-string': { type: ['integer', 'string'], ...INT32 },
};

/** What ajv has to check of a field that is there and is not null. In a list or a map null stands for the zero of its type. */
export function jsonSchemaOf({ type, format, items, additionalProperties, $ref }: FieldSchema): JsonSchema {
  if ($ref !== undefined) return { type: 'object', shape: $ref };
  if (format !== undefined) return formats[format];
  return {
    ...(type !== undefined && { type }),
    ...(type === 'integer' && INT64),
    ...(items !== undefined && { items: orNull(jsonSchemaOf(items)) }),
    ...(additionalProperties !== undefined && { additionalProperties: orNull(jsonSchemaOf(additionalProperties)) }),
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
