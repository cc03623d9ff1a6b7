import { statSync } from 'node:fs';
import { relative } from 'node:path';
import { fewNames } from '../few-names.js';
import { findFiles } from '../manifests/find.js';
import type { Input } from '../manifests/find.js';
import { withoutParts } from '../manifests/kustomization.js';
import { contentOf, createClaims, wholePartsOf } from '../manifests/kustomize-parts.js';
import type { DescribePart } from '../manifests/kustomize-parts.js';
import { unnamedFiles } from '../manifests/manifest.js';
import type { Reading } from '../manifests/reading.js';
import { build, courtAmong } from './kustomized.js';
import type { Build } from './kustomized.js';
import type { Court } from './mend-document.js';

/** Gives the court of the objects of a file. */
export type CourtOf = (file: string) => Court;

/** A file to mend, and what it is judged by. */
export interface FileTarget {
  readonly file: string;
  readonly court: Court;
}

/** A file to mend, or what was built from files that came before. */
export type Target = FileTarget | Build;

interface Surroundings {
  readonly courtOf: CourtOf;
  readonly reading: Reading;
}

/**
 * The files of whole objects that paths mean. A patch says no more than what it changes, and what a fix adds to it would undo what
 * the base says; so of what a kustomization names no file counts but its resources, and of those no more is wrong than of what is
 * built. A file below it that nothing names is one like any other, as it is for `check`.
 */
export async function* targetsOf(paths: readonly string[], around: Surroundings): AsyncIterable<Target> {
  const { courtOf, reading } = around;
  const inputs = [...findFiles(paths, reading)];
  const { describePart, isNamed } = createClaims();
  const parts: Input[] = [];
  const unnamed: Input[] = [];
  for (const input of inputs) {
    const { kind, path: file, real, kustomization } = input;
    if (kind !== 'file') continue;
    if (kustomization !== undefined) (real !== undefined && isNamed(real) ? parts : unnamed).push(input);
    else if (!isLeftAlone(input, describePart, reading)) yield { file, court: courtOf(file) };
  }
  const kustomizations = inputs.filter(({ kind }) => kind === 'kustomization');
  const found = new Set(inputs.flatMap(({ real }) => real ?? []));
  yield* partsOf({ kustomizations, parts, describePart, found }, around);
  for await (const { file } of unnamedFiles(unnamed, reading)) yield { file, court: courtOf(file) };
}

/** Where the files really lie that paths mean, wherever links lead to below them. What cannot be looked at is told by those who mend. */
export function realPathsOf(paths: readonly string[], reading: Reading): readonly string[] {
  const silent: Reading = { ...reading, fail: () => undefined, note: () => undefined };
  return [...findFiles(paths, silent)].flatMap(({ real }) => real ?? []);
}

interface Kustomized {
  readonly kustomizations: readonly Input[];
  /** The files that kustomizations name. */
  readonly parts: readonly Input[];
  readonly describePart: DescribePart;
  /** The real paths of all files that were found. */
  readonly found: ReadonlySet<string>;
}

/** Those files that kustomizations name which they take over whole. */
async function* partsOf(
  { kustomizations, parts, describePart, found }: Kustomized,
  { courtOf, reading }: Surroundings,
): AsyncIterable<Target> {
  const whole = new Set(kustomizations.flatMap(({ path }) => wholePartsOf(path, contentOf(path))));
  const builds: Build[] = [];
  for (const { path } of withoutParts(kustomizations, () => undefined))
    builds.push(await build(path, courtOf, reading));
  const fragments = new Map<string, string[]>();
  for (const input of parts) {
    const { path: file, kustomization = '' } = input;
    if (!isWhole(input, whole, describePart)) {
      putFragment(input, fragments);
      continue;
    }
    const among = courtAmong(builds, file, courtOf(file));
    if (among !== undefined) yield { file, court: among };
    else reading.note(`${file} was left alone: what the kustomization ${kustomization} builds of it is not known`);
  }
  for (const [kustomization, files] of fragments) reading.note(describeFragments(kustomization, files));
  yield* beyond(builds, found, courtOf);
  yield* builds;
}

/** The files outside of the paths that something in them is built upon: nothing is written there, and what is wrong is told and counts. */
function* beyond(builds: readonly Build[], found: ReadonlySet<string>, courtOf: CourtOf): Iterable<FileTarget> {
  const told = new Set(found);
  for (const { folder, sources } of builds) {
    for (const real of sources.keys()) {
      if (told.has(real) || !statSync(real).isFile()) continue;
      told.add(real);
      const file = relative('', real);
      const among = courtAmong(builds, file, courtOf(file));
      const readOnly = `the kustomization ${folder} builds upon it, and it is beyond the paths to mend: name it, or its folder, too`;
      if (among !== undefined) yield { file, court: { ...among, readOnly } };
    }
  }
}

function isLeftAlone({ path, real }: Input, describePart: DescribePart, reading: Reading): boolean {
  const part = real === undefined ? undefined : describePart(real);
  if (part !== undefined) reading.note(`${path} was left alone: it ${part}, and no whole object`);
  return part !== undefined;
}

function isWhole({ real }: Input, whole: ReadonlySet<string>, describePart: DescribePart): boolean {
  return real !== undefined && whole.has(real) && describePart(real) === undefined;
}

function putFragment({ path, kustomization = '' }: Input, fragments: Map<string, string[]>): void {
  const files = fragments.get(kustomization);
  if (files === undefined) fragments.set(kustomization, [path]);
  else files.push(path);
}

function describeFragments(kustomization: string, files: readonly string[]): string {
  const names = fewNames(files.map((file) => relative(kustomization, file)));
  return (
    `${names} of the kustomization ${kustomization} ${files.length === 1 ? 'was' : 'were'} left alone: ` +
    'not among its resources, such as patches, which say only what they change'
  );
}
