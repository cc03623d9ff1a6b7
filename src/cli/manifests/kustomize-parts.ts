import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { arrayAt, isObject } from '../../policy/json.js';
import type { Json, JsonObject } from '../../policy/json.js';
import { firstValueIn } from './document.js';

/** The names that kubectl looks for, in its order. */
const NAMES = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'] as const;

/** The lists of what is taken over whole: files of objects, and folders with a kustomization of their own. */
const WHOLE = ['resources', 'bases', 'components'] as const;

/** The lists that may name a folder, of which every file is then a setting and no object of the cluster. */
const FOLDERS = ['transformers', 'generators', 'validators', 'configurations'] as const;

/** The file that makes a folder a kustomization, or would. */
export function fileOf(folder: string): string {
  return join(folder, NAMES.find((name) => existsSync(join(folder, name))) ?? NAMES[0]);
}

/** What a kustomization says; undefined where it cannot be read. */
export function contentOf(folder: string): Json | undefined {
  return valueIn(fileOf(folder));
}

function valueIn(file: string): Json | undefined {
  try {
    return firstValueIn(readFileSync(file, 'utf8'));
  } catch {
    // kubectl says what is wrong with it.
    return undefined;
  }
}

/** Whether a kustomization has helm render charts that lie in its folder. */
export function rendersCharts(folder: string): boolean {
  const content = contentOf(folder);
  return ['helmCharts', 'helmChartInflationGenerator'].some((list) => arrayAt(content, list).length > 0);
}

/** The real paths of what a kustomization takes over whole, as far as it lies on this machine. */
export function wholePartsOf(folder: string, content: Json | undefined): readonly string[] {
  return WHOLE.flatMap((list) => arrayAt(content, list)).flatMap((name) =>
    typeof name === 'string' ? realPath(join(folder, name)) : [],
  );
}

function realPath(path: string): readonly string[] {
  try {
    return [realpathSync(path)];
  } catch {
    return [];
  }
}

/** What a kustomization uses without taking it over as an object: patches above all, and settings, values, files of ConfigMaps. */
interface Fragments {
  readonly files: ReadonlySet<string>;
  readonly folders: readonly string[];
}

/** Of what a kustomization names anywhere but among what it takes over whole, whatever is a path of something is a fragment. */
function fragmentsOf(folder: string, content: Json | undefined): Fragments {
  if (!isObject(content)) return { files: new Set(), folders: [] };
  const others = Object.entries(content).filter(([key]) => !WHOLE.some((list) => list === key));
  const named = others.flatMap(([, value = null]) => [...stringsIn(value)]);
  const plugins = FOLDERS.flatMap((list) => arrayAt(content, list))
    .filter((name) => typeof name === 'string')
    .map((name) => resolve(folder, name));
  // The settings of a plugin may name files in turn, as those of a generator of Secrets do.
  const inTurn = plugins.flatMap((file) => [...stringsIn(valueIn(file) ?? null)]);
  const files = [...named, ...inTurn].map((path) => resolve(folder, path));
  return { files: new Set(files), folders: plugins.map((path) => path + sep) };
}

/** Every text on one line; of key=path, as ConfigMaps are made from, the path. */
function* stringsIn(value: Json): Iterable<string> {
  if (typeof value === 'string' && !value.includes('\n')) yield value.replace(/^[^=]*=/, '');
  if (typeof value !== 'object' || value === null) return;
  for (const inner of Object.values(value as JsonObject)) yield* stringsIn(inner ?? null);
}

/** Says in few words what a file is, by its real path, to a kustomization that no object of its own is in it; undefined for every other file. */
export type DescribePart = (real: string) => string | undefined;

/** What kustomizations make of files, as far as they say so. */
export interface Claims {
  readonly describePart: DescribePart;
  /** Whether a kustomization names a file, by its real path, or may do so in a way that only kubectl understands. */
  readonly isNamed: (real: string) => boolean;
}

/** Looks for kustomizations in the folder of a file and above: none names a file that lies elsewhere. Each folder is read once. */
export function createClaims(): Claims {
  const known = new Map<string, readonly Above[]>();
  const above = (folder: string): readonly Above[] => {
    const found = known.get(folder);
    if (found !== undefined) return found;
    const parent = dirname(folder);
    const all = [...own(folder), ...(parent === folder ? [] : above(parent))];
    known.set(folder, all);
    return all;
  };
  const describePart: DescribePart = (real) => partOf(real, above(dirname(real)));
  const isNamed = (real: string): boolean => {
    const kustomizations = above(dirname(real));
    if (partOf(real, kustomizations) !== undefined) return true;
    return kustomizations.some(({ isReadable, whole }) => !isReadable || whole.has(real));
  };
  return { describePart, isNamed };
}

function partOf(real: string, kustomizations: readonly Above[]): string | undefined {
  if (NAMES.some((name) => name === basename(real))) return `is the file of the kustomization ${shown(dirname(real))}`;
  const user = kustomizations.find(
    ({ files, folders }) => files.has(real) || folders.some((folder) => real.startsWith(folder)),
  );
  return user === undefined ? undefined : `is a patch or another part of the kustomization ${shown(user.folder)}`;
}

interface Above extends Fragments {
  readonly folder: string;
  readonly isReadable: boolean;
  /** The real paths of what it takes over whole. */
  readonly whole: ReadonlySet<string>;
}

function own(folder: string): readonly Above[] {
  if (!NAMES.some((name) => existsSync(join(folder, name)))) return [];
  const content = contentOf(folder);
  const whole = new Set(wholePartsOf(folder, content));
  return [{ folder, isReadable: content !== undefined, whole, ...fragmentsOf(folder, content) }];
}

/** A folder as seen from where the command runs. */
function shown(folder: string): string {
  return relative('', folder) || '.';
}
