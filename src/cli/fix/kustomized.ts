import { realpathSync } from 'node:fs';
import type { Finding } from '../../engine/finding.js';
import type { Inspect } from '../../engine/inspect.js';
import { stringAt } from '../../policy/json.js';
import type { JsonObject } from '../../policy/json.js';
import { placeOf } from '../../policy/place.js';
import { nameOf } from '../../report/judged.js';
import type { ReadError } from '../../report/report.js';
import type { Input } from '../manifests/find.js';
import { contentOf, wholePartsOf } from '../manifests/kustomize-parts.js';
import { renderedManifests } from '../manifests/manifest.js';
import type { Reading } from '../manifests/reading.js';
import { besideFiles, inspectWith, withoutFix } from './built.js';
import type { Built } from './built.js';
import { isAbout, lastWordsOf, leadsTo } from './json-patch.js';
import type { LastWord } from './json-patch.js';
import type { Court, Others } from './mend-document.js';

type Rename = (name: string) => string;

/** What a kustomization builds, and from which files. */
export interface Build {
  readonly folder: string;
  /** How the objects of each file are called in the end: by the real path of the file. */
  readonly sources: ReadonlyMap<string, readonly Rename[]>;
  /** Undefined where it could not be built. */
  readonly objects: readonly Built[] | undefined;
}

/** Builds a kustomization and judges what comes out, as `check` does. */
export async function build(folder: string, courtOf: (file: string) => Court, reading: Reading): Promise<Build> {
  const failures: ReadError[] = [];
  const noticing: Reading = { ...reading, fail: (error) => failures.push(error) };
  const objects: Built[] = [];
  const origin: Origin = { sources: new Map(), lastWords: [] };
  collectSources(folder, { rename: (name) => name, trail: [] }, origin);
  const input: Input = { kind: 'kustomization', path: folder, named: true };
  for await (const { object, kind, file } of renderedManifests(input, {}, noticing)) {
    const namespace = placeOf(object);
    const court = courtOf(file);
    const isExempt = namespace !== undefined && court.exempt.has(namespace);
    const { name } = nameOf(object);
    const lastWords = origin.lastWords.filter((one) => isAbout(one, { kind, name }));
    const inspect = async (state: JsonObject): Promise<readonly Finding[]> => {
      if (isExempt) return [];
      const { findings } = await court.inspect(state, kind, { ...court.scope, namespace });
      return findings.map((finding) => (isUndone(finding, lastWords) ? withoutFix(finding) : finding));
    };
    const findings = await inspect(object);
    const { others } = court;
    objects.push({ kind, name, object, findings, inspect, inFiles: new Set(), mended: object, others });
  }
  for (const failure of failures) reading.fail(failure);
  return { folder, sources: origin.sources, objects: failures.length > 0 ? undefined : objects };
}

/** Whether a fix in a file would come to nothing, as a patch puts its own in the place of it. */
function isUndone({ fix = [] }: Finding, lastWords: readonly LastWord[]): boolean {
  return lastWords.some((word) => fix.some(({ path }) => leadsTo(path, word.path)));
}

/** What kustomizations say of where something comes from. */
interface Origin {
  readonly sources: Map<string, Rename[]>;
  readonly lastWords: LastWord[];
}

interface Descent {
  readonly rename: Rename;
  /** The real paths of the folders on the way, so that a circle ends. */
  readonly trail: readonly string[];
}

/** Notes every file that a kustomization takes over whole, itself or by another one that it builds upon, and what is patched. */
function collectSources(folder: string, { rename, trail }: Descent, origin: Origin): void {
  const { sources, lastWords } = origin;
  const content = contentOf(folder);
  for (const word of lastWordsOf(folder, content)) lastWords.push(word);
  const [prefix, suffix] = [stringAt(content, 'namePrefix') ?? '', stringAt(content, 'nameSuffix') ?? ''];
  const renameHere: Rename = (name) => rename(prefix + name + suffix);
  for (const part of wholePartsOf(folder, content)) {
    if (trail.includes(part)) continue;
    const before = sources.get(part);
    if (before === undefined) sources.set(part, [renameHere]);
    else before.push(renameHere);
    collectSources(part, { rename: renameHere, trail: [...trail, part] }, origin);
  }
}

/**
 * A court that finds in the objects of a file no more than is wrong with what is built from them. Undefined where nobody knows what
 * is built.
 */
export function courtAmong(builds: readonly Build[], file: string, court: Court): Court | undefined {
  const real = realpathSync(file);
  const users = builds.filter(({ sources }) => sources.has(real));
  if (users.length === 0 || users.some(({ objects }) => objects === undefined)) return undefined;
  const builtFrom = (object: JsonObject): readonly Built[] => {
    const { kind, namespace, name } = nameOf(object);
    return users.flatMap(({ sources, objects = [] }) => {
      const called = (names: readonly string[]): readonly Built[] =>
        objects.filter((built) => built.kind === kind && names.includes(built.name));
      const renamed = called((sources.get(real) ?? []).map((rename) => rename(name)));
      // Some kinds keep their names, such as Namespaces; of others, what is called so may be of another file.
      const alike = renamed.length > 0 ? renamed : called([name]);
      // A kustomization may move everything to another namespace; where it does not, that tells objects of one name apart.
      const there = alike.filter((built) => nameOf(built.object).namespace === namespace);
      return there.length > 0 ? there : alike;
    });
  };
  const follow = (object: JsonObject): Inspect => inspectWith(builtFrom(object), court.inspect);
  const inspect: Inspect = (object, kind, scope) => follow(object)(object, kind, scope);
  if (court.others === undefined) return { ...court, inspect, follow };
  // Others look up what is built, and not what it is built from.
  const amendmentsOf: Others['amendmentsOf'] = (before) =>
    builtFrom(before).flatMap(({ object, mended, others }) => others?.amendmentsOf(object, mended) ?? []);
  return { ...court, inspect, follow, others: { ...court.others, amendmentsOf } };
}

/** What is wrong with what a kustomization builds and with none of its files, once those are judged. */
export async function findingsBeside({ objects = [] }: Build): Promise<readonly Finding[]> {
  const found: Finding[] = [];
  for (const built of objects) found.push(...(await besideFiles(built)));
  return found;
}
