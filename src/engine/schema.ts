import { Ajv } from 'ajv';
import type { ErrorObject } from 'ajv';
import { parseImage } from '../policy/image.js';
import { pointer } from '../policy/pointer.js';
import type { Pointer } from '../policy/pointer.js';
import { parseQuantity } from '../policy/quantity.js';
import { quote } from '../policy/quote.js';
import { parseDuration } from '../policy/duration.js';
import { didYouMean } from './nearest.js';

/** Something wrong with a configuration, at a place in it. */
export interface Problem {
  readonly path: Pointer;
  /** A lower-case fragment without a full stop. */
  readonly message: string;
}

/** A validator that fills in defaults and knows the formats that settings are written in. */
export function createAjv(): Ajv {
  const ajv = new Ajv({ allErrors: true, useDefaults: true, verbose: true, strict: true, allowUnionTypes: true });
  ajv.addFormat('quantity', (text: string) => (parseQuantity(text) ?? -1n) >= 0n);
  ajv.addFormat('duration', (text: string) => parseDuration(text) !== undefined);
  ajv.addFormat('date', (text: string) => isDate(text));
  ajv.addFormat('image-pattern', (text: string) => parseImage(text.replaceAll('*', 'x')) !== undefined);
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
  duration: 'a duration such as 30m or 168h',
  date: 'a date such as 2026-12-31',
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
  readonly allowedValue?: unknown;
  readonly format?: string;
  readonly type?: string | readonly string[];
}

function problemOf(error: ErrorObject, base: Pointer): Problem {
  const at = `${base}${error.instancePath}`;
  const params = error.params as Params; // each keyword that is read below documents its own parameters
  switch (error.keyword) {
    case 'additionalProperties': {
      const name = params.additionalProperty ?? '';
      const known = Object.keys((error.parentSchema as { properties?: object } | undefined)?.properties ?? {});
      return { path: pointer(at, name), message: `unknown key ${quote(name)}${didYouMean(name, known)}` };
    }
    case 'required':
      return { path: at, message: `${params.missingProperty ?? 'a key'} is missing` };
    case 'enum':
      return {
        path: at,
        message: `${quote(error.data)} is none of ${(params.allowedValues ?? []).join(', ')}${suggestion(error, params)}`,
      };
    case 'const':
      return { path: at, message: `${quote(error.data)} is not ${String(params.allowedValue)}` };
    case 'type':
      return { path: at, message: `${quote(error.data)} is no ${[params.type ?? []].flat().join(' or ')}` };
    case 'format':
      return {
        path: at,
        message: `${quote(error.data)} is not ${formatNames[params.format ?? ''] ?? params.format ?? 'valid'}`,
      };
    default:
      return { path: at, message: `${quote(error.data)} ${error.message ?? 'is not valid'}` };
  }
}

function suggestion(error: ErrorObject, params: Params): string {
  return typeof error.data === 'string' ? didYouMean(error.data, (params.allowedValues ?? []).map(String)) : '';
}
