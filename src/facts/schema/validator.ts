import { isObject } from '../../policy/json.js';
import type { Json, JsonObject } from '../../policy/json.js';
import { pointer } from '../../policy/pointer.js';
import { SOUND, createCompiler, flaw } from './compiler.js';
import type { Check, Flaw } from './compiler.js';
import type { Shape } from './shape.js';

/** Holds an object to the shape of that name, and gives what is wrong with it; nothing when there is no such shape. */
export type Validator = (shape: string, value: JsonObject) => readonly Flaw[];

/** Shapes by name: of definitions, and of parts of CustomResourceDefinitions. */
export type Shapes = (name: string) => Shape | undefined;

/** More flaws than anybody reads: then the search ends. */
const MOST_FLAWS = 1_000;

/** A validator that has ajv compile the schema of a field when the field first occurs. */
export function createValidator(shapes: Shapes): Validator {
  const checks = new Map<string, ReadonlyMap<string, Check>>();
  let found = 0;

  const compile = createCompiler((name, value) => checkShape(name, value));

  function fieldsOf(name: string, shape: Shape): ReadonlyMap<string, Check> {
    let fields = checks.get(name);
    if (fields === undefined) {
      fields = new Map([...shape.fields].map(([field, schema]) => [field, compile(schema)]));
      checks.set(name, fields);
    }
    return fields;
  }

  function checkShape(name: string, value: JsonObject): readonly Flaw[] {
    const shape = shapes(name);
    if (shape === undefined || found >= MOST_FLAWS) return SOUND;
    const wrong = flawsOfFields(value, shape, fieldsOf(name, shape));
    const missing = missingIn(value, shape);
    if (wrong.length + missing.length === 0) return SOUND;
    // Those of the objects within have been counted already.
    found += missing.length + wrong.filter(({ keyword }) => keyword === 'unknown' || keyword === 'type').length;
    return [...wrong, ...missing];
  }

  return (shape, value) => {
    found = 0;
    return isObject(value) ? checkShape(shape, value) : SOUND;
  };
}

function flawsOfFields(value: JsonObject, shape: Shape, checks: ReadonlyMap<string, Check>): readonly Flaw[] {
  let flaws: Flaw[] | undefined;
  for (const name of Object.keys(value)) {
    const held = value[name];
    const check = checks.get(name);
    if (check === undefined) {
      if (!shape.open) (flaws ??= []).push(flaw('unknown', pointer('', name), { name, known: [...checks.keys()] }));
      continue;
    }
    if (isAbsent(held, name, shape)) continue;
    for (const { instancePath, ...rest } of check(held)) {
      (flaws ??= []).push({ ...rest, instancePath: pointer('', name) + instancePath });
    }
  }
  return flaws ?? SOUND;
}

function isAbsent(value: Json | undefined, name: string, { nullable }: Shape): boolean {
  return value === undefined || (value === null && !nullable.has(name));
}

function missingIn(value: JsonObject, shape: Shape): readonly Flaw[] {
  let flaws: Flaw[] | undefined;
  for (const name of shape.required) {
    const held = Object.hasOwn(value, name) ? value[name] : undefined;
    if (!isAbsent(held, name, shape)) continue;
    (flaws ??= []).push(flaw('missing', pointer('', name), { name }));
  }
  return flaws ?? SOUND;
}
