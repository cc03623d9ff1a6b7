/** A value as JSON.parse gives it. Nothing here has been validated: any field may hold any value. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

/** An object under review. A field that is absent reads as undefined. */
export interface JsonObject {
  readonly [field: string]: Json | undefined;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Reads an own field, so that `constructor` and its like are never found on the prototype.
 * Null is absent, as it is for the API server; so is a field of something that is no object.
 */
export function field(value: unknown, name: string): Json | undefined {
  if (!isObject(value)) return undefined;
  const found = value[name] ?? undefined;
  // Most fields are absent, which one look tells. What a prototype has is a function, or itself; JSON has no functions.
  if (typeof found !== 'function' && name !== '__proto__') return found;
  return Object.hasOwn(value, name) ? found : undefined;
}

/** The own field when it is an object, else undefined. */
export function objectAt(value: unknown, name: string): JsonObject | undefined {
  const found = field(value, name);
  return isObject(found) ? found : undefined;
}

/** The own field when it is an array, else an empty one. */
export function arrayAt(value: unknown, name: string): readonly Json[] {
  const found = field(value, name);
  return Array.isArray(found) ? (found as readonly Json[]) : [];
}

/** The own field when it is a string that is not empty, else undefined: an empty string is absent to the API server. */
export function stringAt(value: unknown, name: string): string | undefined {
  const found = field(value, name);
  return typeof found === 'string' && found !== '' ? found : undefined;
}

/** Follows own object fields from a value, and gives undefined as soon as one is missing. */
export function dig(value: unknown, ...names: readonly string[]): Json | undefined {
  let found: unknown = value;
  for (let index = 0; index < names.length && found !== undefined; index++) found = field(found, names[index] ?? '');
  return found as Json | undefined; // `field` gives nothing else, and the names are at least one
}
