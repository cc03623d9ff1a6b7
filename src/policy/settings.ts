/** The part of JSON Schema that settings are written in: enough for ajv to check them and for types to be inferred. */
export type SettingSchema =
  | { readonly type: 'boolean' }
  | { readonly type: 'integer' | 'number'; readonly minimum?: number; readonly maximum?: number }
  | {
      readonly type: 'string';
      readonly enum?: readonly string[];
      readonly format?: SettingFormat;
      readonly minLength?: number;
    }
  | { readonly type: 'array'; readonly items: SettingSchema; readonly uniqueItems?: boolean }
  | {
      readonly type: 'object';
      readonly properties: Readonly<Record<string, SettingSchema & { readonly default?: unknown }>>;
      readonly required?: readonly string[];
      readonly additionalProperties?: false | SettingSchema;
    };

/** quantity: 100m, 1Gi. duration: 168h, 30m. date: 2026-12-31. image-pattern: a reference in which * stands for anything. re2: a regular expression. image-prefix: a registry, or a path in one. kubernetes-version: 1.34, or auto. */
export type SettingFormat =
  'quantity' | 'duration' | 'date' | 'image-pattern' | 're2' | 'image-prefix' | 'kubernetes-version';

/** One setting: its schema, what it is for, and what holds when nobody sets it. */
export type Setting = SettingSchema & { readonly description: string; readonly default: unknown };

export type SettingsSchema = Readonly<Record<string, Setting>>;

/** The type of the values that a schema admits. */
type Value<S> = S extends { type: 'boolean' }
  ? boolean
  : S extends { type: 'integer' | 'number' }
    ? number
    : S extends { type: 'string' }
      ? S extends { enum: readonly (infer E)[] }
        ? E
        : string
      : S extends { type: 'array'; items: infer I }
        ? readonly Value<I>[]
        : S extends { type: 'object' }
          ? ObjectValue<S>
          : never;

type ObjectValue<S> = (S extends { properties: infer P }
  ? { readonly [K in keyof P]: Optional<S, K> | Value<P[K]> }
  : unknown) &
  (S extends { additionalProperties: infer A extends SettingSchema }
    ? Readonly<Record<string, Value<A> | undefined>>
    : unknown);

/** A property of an object is there for certain when it is required or has a default. */
type Optional<S, K> = S extends { required: readonly (infer R)[] }
  ? K extends R
    ? never
    : undefined
  : S extends { properties: infer P }
    ? K extends keyof P
      ? P[K] extends { default: unknown }
        ? never
        : undefined
      : never
    : never;

/** The settings that a policy is handed: every one is there, for ajv fills in the defaults. */
export type SettingsOf<S> = { readonly [K in keyof S]: Value<S[K]> };
