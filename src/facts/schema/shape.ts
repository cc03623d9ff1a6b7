import type { Definition } from './catalogue.js';
import { jsonSchemaOf } from './field-schema.js';
import type { JsonSchema } from './field-schema.js';

/** An object whose fields are declared. */
export interface Shape {
  readonly fields: ReadonlyMap<string, JsonSchema>;
  readonly required: readonly string[];
  /** Whether it may have fields that are not declared. */
  readonly open: boolean;
  /** The fields of which null is a value. In any other a null counts as if the field were not there. */
  readonly nullable: ReadonlySet<string>;
}

/** The shape that Kubernetes' own definitions give: of null the API server makes what an absent field is, everywhere. */
export function shapeOf({ properties, required = [] }: Definition): Shape {
  const fields = new Map<string, JsonSchema>();
  for (const [name, field] of Object.entries(properties)) fields.set(name, jsonSchemaOf(field));
  return { fields, required, open: false, nullable: new Set() };
}
