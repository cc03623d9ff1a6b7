import { Ajv } from 'ajv';
import type { ErrorObject, ValidateFunction } from 'ajv';
import { parseDuration } from '../policy/duration.js';
import { parseImagePrefix } from '../policy/image-prefix.js';
import { parseImage } from '../policy/image.js';
import { pointer } from '../policy/pointer.js';
import type { Pointer } from '../policy/pointer.js';
import { parseQuantity } from '../policy/quantity.js';
import { quote } from '../policy/quote.js';
import { canJudgeFor, foreseenVersions, parseVersion } from '../policy/version.js';
import { didYouMean } from './nearest.js';
import { compilePattern } from './pattern.js';

/** Something wrong with a configuration, at a place in it. */
export interface Problem {
  readonly path: Pointer;
  /** A lower-case fragment without a full stop. */
  readonly message: string;
}

/** Checks a value and fills in the defaults of its schema. */
export type Validator = ValidateFunction;

/**
 * An ajv that fills in defaults and knows the formats that settings are written in. The schemas are our own, and the tests hold them to
 * the schema of schemas: to compile that one takes longer than to judge a file.
 */
export function createAjv(): Ajv {
  const trusting = { meta: false, validateSchema: false } as const;
  const wanting = { allErrors: true, useDefaults: true, verbose: true, strict: true, allowUnionTypes: true } as const;
  const ajv = new Ajv({ ...trusting, ...wanting });
  ajv.addFormat('quantity', (text: string) => (parseQuantity(text) ?? 0n) > 0n);
  ajv.addFormat('duration', (text: string) => (parseDuration(text) ?? 0) > 0);
  ajv.addFormat('date', (text: string) => isDate(text));
  ajv.addFormat('image-pattern', (text: string) => parseImage(text.replaceAll('*', 'x')) !== undefined);
  ajv.addFormat('kubernetes-version', (text: string) => text === 'auto' || canJudgeFor(parseVersion(text)));
  ajv.addFormat('image-prefix', (text: string) => parseImagePrefix(text) !== undefined);
  ajv.addFormat('re2', (text: string) => compilePattern(text) !== undefined);
  return ajv;
}

/** A calendar day as YYYY-MM-DD that exists: the thirtieth of February does not. */
function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

const formatNames: Readonly<Record<string, string>> = {
  quantity: 'a quantity such as 100m or 1Gi',
  duration: 'a duration above zero, such as 30m or 168h',
  date: 'a date such as 2026-12-31',
  'kubernetes-version': `auto or a version from ${foreseenVersions}, such as "1.34"`,
  'image-prefix': 'a registry or a path in one, such as registry.example.com/team/',
  re2: 'a regular expression in the syntax of RE2',
  'image-pattern': 'an image reference, in which * stands for anything',
};

/** Turns what ajv found into problems that name the field and what is wanted, each once. */
export function problemsOf(errors: readonly ErrorObject[] | null | undefined, base: Pointer = ''): readonly Problem[] {
  const problems = new Map<string, Problem>();
  for (const error of errors ?? []) {
    const problem = problemOf(error, base);
    problems.set(`${problem.path} ${problem.message}`, problem);
  }
  return [...problems.values()];
}

interface Params {
  readonly additionalProperty?: string;
  readonly missingProperty?: string;
  readonly allowedValues?: readonly unknown[];
  readonly format?: string;
  readonly type?: string | readonly string[];
  /** The place of an item that is in a list twice. */
  readonly i?: number;
}

/** What each keyword of JSON Schema complains about, in words; `got` is the value in quotes. */
const complaints: Readonly<Record<string, (got: string, params: Params, error: ErrorObject) => string>> = {
  additionalProperties: (_got, { additionalProperty: name = '' }, error) =>
    `unknown key ${quote(name)}${didYouMean(name, knownKeys(error))}`,
  required: (_got, { missingProperty = 'a key' }) => `${missingProperty} is missing`,
  enum: (got, { allowedValues = [] }, error) =>
    `${got} is none of ${allowedValues.join(', ')}${didYouMean(String(error.data), allowedValues.map(String))}`,
  type: (got, { type = [] }) => `${got} is no ${[type].flat().join(' or ')}`,
  uniqueItems: (_got, { i = 0 }, { data }) => `${quote(Array.isArray(data) ? data[i] : data)} is named twice`,
  format: (got, { format = '' }) => `${got} is not ${formatNames[format] ?? format}`,
};

function problemOf(error: ErrorObject, base: Pointer): Problem {
  const params = error.params as Params; // every keyword documents its own parameters, and those read here are among them
  const at = `${base}${error.instancePath}`;
  const path = error.keyword === 'additionalProperties' ? pointer(at, params.additionalProperty ?? '') : at;
  const got = quote(error.data);
  const complaint = complaints[error.keyword];
  return {
    path,
    message: complaint === undefined ? `${got} ${error.message ?? 'is not valid'}` : complaint(got, params, error),
  };
}

function knownKeys(error: ErrorObject): readonly string[] {
  return Object.keys((error.parentSchema as { readonly properties?: object } | undefined)?.properties ?? {});
}
