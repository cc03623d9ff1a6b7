import { isObject } from '../policy/json.js';
import type { Json, JsonObject } from '../policy/json.js';
import type { Setting, SettingSchema, SettingsSchema } from '../policy/settings.js';

/** Settings with the defaults filled in, those within settings that are objects too. What was given is not changed. */
export function withDefaults(schema: SettingsSchema, given: JsonObject): JsonObject {
  return fillProperties(schema, given);
}

type Property = SettingSchema & Partial<Pick<Setting, 'default'>>;

function fillProperties(
  properties: Readonly<Record<string, Property>>,
  given: JsonObject,
): Record<string, Json | undefined> {
  const filled: Record<string, Json | undefined> = { ...given };
  for (const [name, schema] of Object.entries(properties)) {
    // A default is written in a schema, which is JSON.
    const value = filled[name] ?? (schema.default as Json | undefined);
    if (value !== undefined) filled[name] = fill(schema, value);
  }
  return filled;
}

/** As ajv does with `useDefaults`, which would be compiled for it: that takes longer than to judge a file. */
function fill(schema: SettingSchema, value: Json): Json {
  if (schema.type === 'array' && Array.isArray(value)) {
    return (value as readonly Json[]).map((item) => fill(schema.items, item));
  }
  if (schema.type !== 'object' || !isObject(value)) return structuredClone(value);
  const { additionalProperties: others } = schema;
  const filled = fillProperties(schema.properties, value);
  if (!isObject(others)) return filled;
  for (const [name, other] of Object.entries(value)) {
    if (!Object.hasOwn(schema.properties, name) && other !== undefined) filled[name] = fill(others, other);
  }
  return filled;
}
