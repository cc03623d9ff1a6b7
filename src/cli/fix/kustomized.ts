import { realpathSync } from 'node:fs';
import type { Finding } from '../../engine/finding.js';
import { applyEdits } from '../../engine/edit.js';
import type { Inspect } from '../../engine/inspect.js';
import { stablePath } from '../../engine/stable-path.js';
import type { Amendment } from '../../facts/inputs.js';
import { stringAt } from '../../policy/json.js';
import type { JsonObject } from '../../policy/json.js';
import { placeOf } from '../../policy/place.js';
import { nameOf } from '../../report/judged.js';
import type { ReadError } from '../../report/report.js';
import type { Input } from '../manifests/find.js';
import { contentOf, wholePartsOf } from '../manifests/kustomize-parts.js';
import { renderedManifests } from '../manifests/manifest.js';
import type { Reading } from '../manifests/reading.js';
import type { Court, Others } from './mend-document.js';
import { touchVariable } from './variable.js';

/** An object that a kustomization builds, and what is wrong with it. */
interface Built {
  readonly kind: string;
  readonly name: string;
  readonly findings: ReadonlySet<string>;
  /** Those of them that a file has too, as far as files have been judged. */
  readonly inFiles: Set<string>;
  /** What is wrong with it beside that, once it is as the files are mended. */
  readonly besideFiles: () => Promise<readonly Finding[]>;
  /** What others see of it that is no longer so once the fixes of some policies are made in what it is built from. */
  readonly amendmentsBy: (policies: readonly string[]) => readonly Amendment[];
}

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
  const input: Input = { kind: 'kustomization', path: folder, named: true };
  for await (const { object, kind, file } of renderedManifests(input, {}, noticing)) {
    const namespace = placeOf(object);
    const court = courtOf(file);
    const isExempt = namespace !== undefined && court.exempt.has(namespace);
    const inspect = async (state: JsonObject): Promise<readonly Finding[]> =>
      (await court.inspect(state, kind, { ...court.scope, namespace })).findings;
    const found = isExempt ? [] : await inspect(object);
    const inFiles = new Set<string>();
    objects.push({
      kind,
      name: nameOf(object).name,
      findings: new Set(found.map((finding) => identityOf(finding, object))),
      inFiles,
      besideFiles: besides(object, found, { inFiles, inspect }),
      amendmentsBy: amendmentsTo(object, found, court),
    });
  }
  for (const failure of failures) reading.fail(failure);
  const sources = new Map<string, Rename[]>();
  collectSources(folder, { rename: (name) => name, trail: [] }, sources);
  return { folder, sources, objects: failures.length > 0 ? undefined : objects };
}

/** What is wrong with what is built is put right where it is built from, so that both become the same. */
function amendmentsTo(object: JsonObject, findings: readonly Finding[], { others }: Court): Built['amendmentsBy'] {
  const mendable = findings.filter(({ fix }) => fix !== undefined && !touchVariable(object, fix));
  if (others === undefined || mendable.length === 0) return () => [];
  return (policies) => {
    const edits = mendable.flatMap(({ policy, fix = [] }) => (policies.includes(policy.id) ? fix : []));
    return others.amendmentsOf(object, applyEdits(object, edits, { overwrite: true }).object, policies);
  };
}

interface Beside extends Pick<Built, 'inFiles'> {
  readonly inspect: (state: JsonObject) => Promise<readonly Finding[]>;
}

/** A patch, a generator or what comes from elsewhere may bring something in, which is for people to mend. */
function besides(
  object: JsonObject,
  findings: readonly Finding[],
  { inFiles, inspect }: Beside,
): () => Promise<readonly Finding[]> {
  if (findings.length === 0) return () => Promise.resolve([]);
  return async () => {
    const beside = new Set(findings.map((finding) => identityOf(finding, object)).filter((one) => !inFiles.has(one)));
    if (beside.size === 0) return [];
    const edits = findings.flatMap((finding) => (beside.has(identityOf(finding, object)) ? [] : (finding.fix ?? [])));
    const { object: mended } = applyEdits(object, edits, { overwrite: true });
    return (await inspect(mended)).filter((finding) => beside.has(identityOf(finding, mended)));
  };
}

/** Two findings are the same one when they agree on policy, field and subject, and on the names of the items of lists on the way. */
function identityOf({ policy, path, subject = '' }: Finding, object: JsonObject): string {
  return [policy.id, stablePath(object, path), subject].join('\n');
}

interface Descent {
  readonly rename: Rename;
  /** The real paths of the folders on the way, so that a circle ends. */
  readonly trail: readonly string[];
}

/** Notes every file that a kustomization takes over whole, itself or by another one that it builds upon. */
function collectSources(folder: string, { rename, trail }: Descent, sources: Map<string, Rename[]>): void {
  const content = contentOf(folder);
  const [prefix, suffix] = [stringAt(content, 'namePrefix') ?? '', stringAt(content, 'nameSuffix') ?? ''];
  const renameHere: Rename = (name) => rename(prefix + name + suffix);
  for (const part of wholePartsOf(folder, content)) {
    if (trail.includes(part)) continue;
    const before = sources.get(part);
    if (before === undefined) sources.set(part, [renameHere]);
    else before.push(renameHere);
    collectSources(part, { rename: renameHere, trail: [...trail, part] }, sources);
  }
}

/**
 * A court that finds in the objects of a file no more than is wrong with what is built from them. What is wrong in one build and
 * not in another is found too, but has no fix: the fix would change what the other one has already put right.
 * Undefined where nobody knows what is built.
 */
export function courtAmong(builds: readonly Build[], file: string, court: Court): Court | undefined {
  const real = realpathSync(file);
  const users = builds.filter(({ sources }) => sources.has(real));
  if (users.length === 0 || users.some(({ objects }) => objects === undefined)) return undefined;
  const builtFrom = (kind: string, name: string): readonly Built[] =>
    users.flatMap(({ sources, objects = [] }) => {
      const names = new Set([name, ...(sources.get(real) ?? []).map((rename) => rename(name))]);
      return objects.filter((built) => built.kind === kind && names.has(built.name));
    });
  const inspect: Inspect = async (object, kind, scope) => {
    const inspection = await court.inspect(object, kind, scope);
    const built = builtFrom(kind, nameOf(object).name);
    const findings = inspection.findings.flatMap((finding) => {
      const identity = identityOf(finding, object);
      const having = built.filter((one) => one.findings.has(identity));
      for (const { inFiles } of having) inFiles.add(identity);
      if (having.length === 0) return [];
      return having.length === built.length ? [finding] : [withoutFix(finding)];
    });
    return { ...inspection, findings };
  };
  if (court.others === undefined) return { ...court, inspect };
  // Others look up what is built, and not what it is built from.
  const amendmentsOf: Others['amendmentsOf'] = (before, _after, policies) =>
    builtFrom(stringAt(before, 'kind') ?? '', nameOf(before).name).flatMap((built) => built.amendmentsBy(policies));
  return { ...court, inspect, others: { ...court.others, amendmentsOf } };
}

/** What is wrong with what a kustomization builds and with none of its files, once those are judged. */
export async function findingsBeside({ objects = [] }: Build): Promise<readonly Finding[]> {
  const found: Finding[] = [];
  for (const { besideFiles } of objects) found.push(...(await besideFiles()));
  return found;
}

function withoutFix({ fix: _, ...finding }: Finding): Finding {
  return finding;
}
