import type { Definition } from './catalogue.js';
import { LENIENT, jsonSchemaOf } from './field-schema.js';
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

/** Gives the definition of a name, and undefined where there is none. */
type Definitions = (name: string) => Definition | undefined;

/** The shape that Kubernetes' own definitions give to a name: of null the API server makes what an absent field is, everywhere. */
export function shapeNamed(name: string, definitions: Definitions): Shape | undefined {
  const reading = name.startsWith(LENIENT) ? LENIENT : '';
  const definition = definitions(name.slice(reading.length));
  return definition === undefined ? undefined : shapeOf(definition, reading);
}

function shapeOf({ properties, required = [] }: Definition, reading: string): Shape {
  const fields = new Map<string, JsonSchema>();
  for (const [name, field] of Object.entries(properties)) fields.set(name, jsonSchemaOf(field, reading));
  return { fields, required, open: reading === LENIENT, nullable: new Set() };
}
