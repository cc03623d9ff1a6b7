import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { brotliDecompress } from 'node:zlib';
import { formatVersion, parseVersion } from '../../policy/version.js';
import type { KubernetesVersion } from '../../policy/version.js';

/** What a field may hold. Nothing at all said means anything at all. */
export interface FieldSchema {
  readonly type?: 'string' | 'integer' | 'number' | 'boolean' | 'array' | 'object';
  /** int32, byte and date-time are those of OpenAPI; the others are types of Kubernetes with a reader of their own. */
  readonly format?:
    | 'int32'
    | 'byte'
    | 'date-time'
    | 'micro-time'
    | 'quantity'
    | 'int-or-string'
    | 'schema-or-boolean'
    | 'schema-or-list';
  readonly items?: FieldSchema;
  readonly additionalProperties?: FieldSchema;
  /** The name of a definition. */
  readonly $ref?: string;
}

/** An object with fields of which each is declared. */
export interface Definition {
  readonly properties: Readonly<Record<string, FieldSchema>>;
  readonly required?: readonly string[];
}

/** A definition as some of the releases have it, by their places in the list of releases. */
export interface Variant {
  readonly in: readonly number[];
  readonly definition: Definition;
}

/** The schemas of several releases, as `npm run schemas` writes them. */
export interface SchemaFile {
  /** The releases, such as 1.37.2, from the oldest to the newest. */
  readonly releases: readonly string[];
  /** The name of the definition of each kind, by apiVersion and kind: apps/v1 Deployment. */
  readonly kinds: Readonly<Record<string, string>>;
  readonly definitions: Readonly<Record<string, readonly Variant[]>>;
}

/** The schemas of one release. */
export interface Catalogue {
  /** Such as 1.37. */
  readonly version: string;
  /** The definition of a kind, such as apps/v1 Deployment. */
  readonly kindOf: (name: string) => string | undefined;
  readonly kinds: Iterable<string>;
  readonly definition: (name: string) => Definition | undefined;
}

/** It lies beside this module, among the sources and in the compiled package alike. */
const FILE = new URL('./kubernetes-schemas.json.br', import.meta.url);

const decompress = promisify(brotliDecompress);

/** Reads the schemas of the release that is nearest to a version: of the oldest for older ones, of the newest for newer ones. */
export async function loadCatalogue(version: KubernetesVersion): Promise<Catalogue> {
  const text = (await decompress(await readFile(FILE))).toString('utf8');
  return catalogueOf(JSON.parse(text) as SchemaFile, version); // the project's own file, which a test holds to its form
}

function catalogueOf({ releases, kinds, definitions }: SchemaFile, wanted: KubernetesVersion): Catalogue {
  const index = nearestRelease(releases, wanted);
  const definition = (name: string): Definition | undefined =>
    Object.hasOwn(definitions, name)
      ? definitions[name]?.find(({ in: places }) => places.includes(index))?.definition
      : undefined;
  const kindOf = (name: string): string | undefined => {
    const found = Object.hasOwn(kinds, name) ? kinds[name] : undefined;
    return found === undefined || definition(found) === undefined ? undefined : found;
  };
  return {
    version: formatVersion(parseVersion(releases[index] ?? '') ?? wanted),
    kindOf,
    kinds: Object.keys(kinds).filter((name) => kindOf(name) !== undefined),
    definition,
  };
}

function nearestRelease(releases: readonly string[], { major, minor }: KubernetesVersion): number {
  const last = releases.length - 1;
  if (major > 1) return last;
  const index = releases.findIndex((release) => (parseVersion(release)?.minor ?? 0) >= minor);
  return index < 0 ? last : index;
}
