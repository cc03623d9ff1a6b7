import { Ajv } from 'ajv';
import type { DataValidateFunction, ErrorObject } from 'ajv/dist/types/index.js';
import { isObject } from '../../policy/json.js';
import type { JsonObject } from '../../policy/json.js';
import { addFormats } from './field-schema.js';
import type { JsonSchema } from './field-schema.js';

/** What ajv found, with a path into the value. Besides ajv's own keywords there are `unknown` and `missing`, which name a field. */
export type Flaw = Pick<ErrorObject, 'keyword' | 'instancePath' | 'params' | 'schemaPath' | 'parentSchema'>;

/** Gives what is wrong with the value of a field. */
export type Check = (value: unknown) => readonly Flaw[];

/** Holds an object to the shape of a name. */
export type CheckShape = (name: string, value: JsonObject) => readonly Flaw[];

export const SOUND: readonly Flaw[] = [];

export function flaw(keyword: string, instancePath: string, params: Flaw['params']): Flaw {
  return { keyword, instancePath, params, schemaPath: '' };
}

const NO_OBJECT: readonly Flaw[] = [flaw('type', '', { type: 'object' })];

/**
 * Has ajv compile the schemas of fields, as little of them as it can. With every `$ref` resolved at once, as ajv does, the kinds of
 * one small folder take longer to compile than the rest of the command takes, and of the thirty kinds of volumes a manifest has one.
 * So a keyword of our own, `shape`, stands for the reference; a check compiles when it is first asked; equal schemas share what was
 * compiled. The measurements are in docs/adr/0013-schemas-compiled-field-by-field.md.
 */
export function createCompiler(checkShape: CheckShape): (schema: JsonSchema) => Check {
  const compiled = new Map<string, Check>();
  // Verbose adds to an error the schema that it is about, which says of a text what it has to be.
  const ajv = new Ajv({
    allErrors: true,
    strict: false,
    validateSchema: false,
    meta: false,
    messages: false,
    verbose: true,
  });
  addFormats(ajv);
  ajv.addKeyword({
    keyword: 'shape',
    type: 'object',
    schemaType: 'string',
    errors: 'full',
    compile: (name: string) => shapeKeyword(name, checkShape),
  });
  const compile = (schema: JsonSchema): Check => {
    const { shape, type } = schema;
    // Nothing but the shape is left to check.
    if (shape !== undefined && type === 'object')
      return (value) => (isObject(value) ? checkShape(shape, value) : NO_OBJECT);
    const key = JSON.stringify(schema);
    let check = compiled.get(key);
    if (check === undefined) {
      const validate = ajv.compile(schema);
      check = (value) => (validate(value) ? SOUND : (validate.errors ?? SOUND));
      compiled.set(key, check);
    }
    return check;
  };
  return (schema) => {
    let check: Check | undefined;
    return (value) => (check ??= compile(schema))(value);
  };
}

/** What stands below a list or a map comes with its path into the field. */
function shapeKeyword(name: string, checkShape: CheckShape): DataValidateFunction {
  const validate: DataValidateFunction = (data: JsonObject, context) => {
    const flaws = checkShape(name, data);
    if (flaws.length === 0) return true;
    const base = context?.instancePath ?? '';
    validate.errors = flaws.map((one) => ({ ...one, instancePath: base + one.instancePath }));
    return false;
  };
  return validate;
}
