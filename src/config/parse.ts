import { compileProfiles } from '../engine/profile.js';
import type { Problem } from '../engine/schema.js';
import type { FactName } from '../policy/facts.js';
import { arrayAt, field, isObject, objectAt, stringAt } from '../policy/json.js';
import type { Json, JsonObject } from '../policy/json.js';
import { fieldPath } from '../policy/pointer.js';
import { parseVersion } from '../policy/version.js';
import type { Configuration, ConfigurationParts } from './configuration.js';
import { systemNamespaces } from './configuration.js';
import { readProfiles } from './entries.js';
import { builtinProfiles } from './profiles.js';
import { compileSchema, shapeProblems } from './schema.js';
import { parseYaml } from './yaml.js';
import type { Position, YamlDocument } from './yaml.js';

/** Something wrong with a configuration file, and where; nowhere in it where it could not be read. */
export interface ConfigurationProblem extends Partial<Position> {
  readonly file: string;
  /** The field as people write it: profiles.production.extends. Empty when it is about the whole file. */
  readonly path: string;
  readonly message: string;
}

type PlacedProblem = ConfigurationProblem & Position;

export type ParsedConfiguration =
  | { readonly ok: true; readonly configuration: Configuration }
  | { readonly ok: false; readonly problems: readonly ConfigurationProblem[] };

/** Reads a configuration from its text, whole, or says everything that is wrong with it. */
export function parseConfiguration(text: string, file: string, parts: ConfigurationParts): ParsedConfiguration {
  const documents = [...parseYaml(text)];
  const [document, second] = documents.filter(({ readable, problems }) => readable !== null || problems.length > 0);
  if (document === undefined) return refuse([{ file, line: 1, column: 1, path: '', message: 'the file is empty' }]);
  const unreadable = documents.flatMap(({ problems }) => problems.map((problem) => ({ ...problem, file, path: '' })));
  const beside = second === undefined ? [] : [{ ...second.locate(''), file, path: '', message: SECOND }];
  // Of keys that stand twice the last one counts, so that what else is wrong with such a document is told too.
  const compiled = document.readable === null ? { problems: [] } : compile(structuredClone(document.readable), parts);
  const problems = [...unreadable, ...beside, ...place(compiled.problems, document, file)];
  return compiled.configuration === undefined || problems.length > 0
    ? refuse(problems)
    : { ok: true, configuration: compiled.configuration };
}

const SECOND = 'a second document: a configuration is one';

function refuse(problems: readonly PlacedProblem[]): ParsedConfiguration {
  return { ok: false, problems: problems.toSorted((a, b) => a.line - b.line || a.column - b.column) };
}

function place(problems: readonly Problem[], document: YamlDocument, file: string): readonly PlacedProblem[] {
  return problems.map(({ path, message }) => ({ file, ...document.locate(path), path: fieldPath(path), message }));
}

interface Compiled {
  readonly configuration?: Configuration;
  readonly problems: readonly Problem[];
}

/** Checks everything at once. The value is ours: defaults are written into it. */
function compile(value: Json, parts: ConfigurationParts): Compiled {
  const validate = compileSchema(parts.images.schema);
  const shape = validate(value) ? [] : shapeProblems(validate.errors);
  if (!isObject(value)) return { problems: shape };
  const sources = sourcesOf(value);
  const read = readProfiles(objectAt(value, 'profiles') ?? {});
  const from = { policies: parts.policies, builtin: builtinProfiles, own: read.own, sources };
  const { profiles, problems } = compileProfiles(from);
  const images = objectAt(value, 'images');
  const all = [
    ...shape,
    ...under('/profiles', [...read.problems, ...problems]),
    ...under('/images', images !== undefined ? parts.images.check(images) : []),
  ];
  return all.length > 0 ? { problems: all } : { configuration: build(value, { profiles, sources }), problems: [] };
}

function under(base: string, problems: readonly Problem[]): readonly Problem[] {
  return problems.map(({ path, message }) => ({ path: `${base}${path}`, message }));
}

/** Keys alone are no source: somewhere there has to be something to verify with them. */
function sourcesOf(value: JsonObject): ReadonlySet<FactName> {
  return new Set<FactName>(arrayAt(field(value, 'images'), 'receipts').length > 0 ? ['images'] : []);
}

/** The schema has admitted every value that is read here. */
function build(value: JsonObject, compiled: Pick<Configuration, 'profiles' | 'sources'>): Configuration {
  const exempt = field(value, 'exempt');
  return {
    ...compiled,
    kubernetesVersion: parseVersion(stringAt(value, 'kubernetesVersion') ?? '') ?? 'auto',
    ceiling: value['ceiling'] as Configuration['ceiling'],
    ownedPods: value['ownedPods'] as Configuration['ownedPods'],
    exempt: {
      namespaces: new Set([...systemNamespaces, ...(arrayAt(exempt, 'namespaces') as readonly string[])]),
      users: new Set(arrayAt(exempt, 'users') as readonly string[]),
    },
    images: objectAt(value, 'images'),
  };
}
