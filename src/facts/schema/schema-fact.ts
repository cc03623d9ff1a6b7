import type { SchemaLookup } from '../../engine/rules.js';
import type { Fact, SchemaProblem } from '../../policy/facts.js';
import { stringAt } from '../../policy/json.js';
import type { JsonObject } from '../../policy/json.js';
import { message, printable } from '../../policy/quote.js';
import { lifecycleOf } from '../../policy/removed-apis.js';
import { formatVersion } from '../../policy/version.js';
import type { KubernetesVersion } from '../../policy/version.js';
import { loadCatalogue } from './catalogue.js';
import type { Catalogue } from './catalogue.js';
import type { Flaw } from './compiler.js';
import { customKindsOf, customShapes } from './custom-resource.js';
import type { CustomKind } from './custom-resource.js';
import { meantBy } from './meant-kind.js';
import { problemOf } from './problem.js';
import { shapeNamed } from './shape.js';
import type { Shape } from './shape.js';
import { createValidator } from './validator.js';
import type { Validator } from './validator.js';

export interface SchemaSettings {
  /** The release whose schemas hold; the nearest that there are takes its place. */
  readonly kubernetesVersion: KubernetesVersion;
  /** Whether a kind of which no schema is known is a problem. */
  readonly strict: boolean;
  /** Told once of each kind of which no schema is known. */
  readonly note: (text: string) => void;
  /** Takes the kind of an object that no schema is known of. It is noted where this is absent, and where another may be meant. */
  readonly passOver?: ((name: string) => void) | undefined;
}

export interface Schemas {
  /** Takes in the kinds that a CustomResourceDefinition defines; other objects define none. To be called before the lookup. */
  readonly learn: (object: JsonObject) => void;
  readonly lookup: SchemaLookup;
  readonly flawsOf: FlawLookup;
  readonly slipOf: SlipLookup;
}

/** Gives the apiVersion and kind that were meant where nothing is known of those that are written; undefined where none are near. It never rejects. */
export type SlipLookup = (object: JsonObject, kind: string) => Promise<string | undefined>;

/** Gives what is wrong with an object of a kind by its schema; undefined where no schema is known, or none could be asked. It never rejects. */
export type FlawLookup = (object: JsonObject, kind: string) => Promise<readonly Flaw[] | undefined>;

/** Everything that is known about the kinds of one run. */
interface Knowledge {
  readonly catalogue: Catalogue;
  readonly validate: Validator;
  readonly custom: ReadonlyMap<string, CustomKind>;
}

/** Holds objects to the schemas of the API server, which are read when the first object comes. */
export function createSchemas({ kubernetesVersion, strict, note, passOver }: SchemaSettings): Schemas {
  const custom = new Map<string, CustomKind>();
  const noted = new Set<string>();
  let knowledge: Promise<Knowledge> | undefined;
  const know = (): Promise<Knowledge> => (knowledge ??= gatherKnowledge(kubernetesVersion, custom));

  const learn = (object: JsonObject): void => {
    for (const kind of customKindsOf(object)) custom.set(kind.name, kind);
  };
  const noteOnce = (name: string, text: string): void => {
    if (!noted.has(name)) note(text);
    noted.add(name);
  };
  const passBy = (name: string, hint: string): void => {
    if (hint === '' && passOver !== undefined) passOver(name);
    else noteOnce(name, `no schema of ${printable(name)} is known, so its fields were not checked${hint}`);
  };
  const wanted = formatVersion(kubernetesVersion);
  const lookup: SchemaLookup = async (object, kind) => {
    try {
      const known = await know();
      const used = known.catalogue.version;
      if (used !== wanted) noteOnce(used, otherRelease(wanted, used));
      const apiVersion = stringAt(object, 'apiVersion') ?? '';
      const name = `${apiVersion} ${kind}`;
      const shape = shapeNameOf(name, known);
      if (shape !== undefined) return found(problemsOf(object, known.validate(shape, object)));
      // What became of such a kind is said by disallow-removed-apis, which knows what takes its place.
      const isOld = lifecycleOf(apiVersion, kind) !== undefined;
      const hint = isOld ? '' : hintFor(name, known);
      if (strict && !isOld) return found([unknownKind(name, hint)]);
      passBy(name, hint);
      return found([]);
    } catch (error) {
      const reason = error instanceof RangeError ? 'it is nested too deeply' : 'the schemas could not be read';
      noteOnce(reason, `an object was not held to its schema: ${reason}`);
      return { known: false, reason };
    }
  };
  const flawsOf: FlawLookup = (object, kind) => flawsIn(object, kind, know());
  return { learn, lookup, flawsOf, slipOf: (object, kind) => slipIn(object, kind, know()) };
}

function otherRelease(wanted: string, used: string): string {
  return `no schemas of Kubernetes ${wanted} are known: fields are held to those of ${used}`;
}

async function slipIn(object: JsonObject, kind: string, knowledge: Promise<Knowledge>): Promise<string | undefined> {
  try {
    const known = await knowledge;
    const apiVersion = stringAt(object, 'apiVersion') ?? '';
    const name = `${apiVersion} ${kind}`;
    if (shapeNameOf(name, known) !== undefined || lifecycleOf(apiVersion, kind) !== undefined) return undefined;
    return meantAmong(known, name);
  } catch {
    return undefined;
  }
}

async function flawsIn(
  object: JsonObject,
  kind: string,
  knowledge: Promise<Knowledge>,
): Promise<readonly Flaw[] | undefined> {
  try {
    const known = await knowledge;
    const shape = shapeNameOf(`${stringAt(object, 'apiVersion') ?? ''} ${kind}`, known);
    return shape === undefined ? undefined : known.validate(shape, object);
  } catch {
    return undefined;
  }
}

function found(value: readonly SchemaProblem[]): Fact<readonly SchemaProblem[]> {
  return { known: true, value };
}

async function gatherKnowledge(
  version: KubernetesVersion,
  custom: ReadonlyMap<string, CustomKind>,
): Promise<Knowledge> {
  const catalogue = await loadCatalogue(version);
  const shapes = new Map<string, Shape>();
  const knownShape = (name: string): Shape | undefined => {
    const known = shapes.get(name);
    if (known !== undefined) return known;
    const shape = shapeNamed(name, catalogue.definition);
    if (shape !== undefined) shapes.set(name, shape);
    const kind = custom.get(name);
    if (kind !== undefined) for (const [part, own] of customShapes(kind)) shapes.set(part, own);
    return shapes.get(name);
  };
  return { catalogue, validate: createValidator(knownShape), custom };
}

function shapeNameOf(name: string, { catalogue, custom }: Knowledge): string | undefined {
  return catalogue.kindOf(name) ?? (custom.has(name) ? name : undefined);
}

/**
 * The status is the controllers': the API server drops it from what is created, so nothing has to be in it. Its fields are
 * read all the same.
 */
function problemsOf(object: JsonObject, flaws: readonly Flaw[]): readonly SchemaProblem[] {
  if (flaws.length === 0) return [];
  const isDropped = ({ keyword, instancePath }: Flaw): boolean =>
    (keyword === 'missing' && instancePath.startsWith('/status/')) ||
    (instancePath === '/status' && object['status'] === null);
  return flaws.filter((flaw) => !isDropped(flaw)).map((flaw) => problemOf(object, flaw));
}

function hintFor(name: string, known: Knowledge): string {
  const meant = meantAmong(known, name);
  return meant === undefined ? '' : `; did you mean ${meant}?`;
}

function meantAmong({ catalogue, custom }: Knowledge, name: string): string | undefined {
  return meantBy(name, [...catalogue.kinds, ...custom.keys()]);
}

function unknownKind(name: string, hint: string): SchemaProblem {
  return { path: '/kind', message: message((show) => `no schema of ${show(name)} is known${hint}`) };
}
