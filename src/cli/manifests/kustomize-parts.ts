import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { arrayAt, isObject } from '../../policy/json.js';
import type { Json, JsonObject } from '../../policy/json.js';
import { readFast } from './fast-yaml.js';

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
  try {
    return readFast(readFileSync(fileOf(folder), 'utf8'))?.value;
  } catch {
    // kubectl says what is wrong with it.
    return undefined;
  }
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
  const files = others.flatMap(([, value = null]) => [...stringsIn(value)]).map((path) => resolve(folder, path));
  const folders = FOLDERS.flatMap((list) => arrayAt(content, list)).flatMap((name) =>
    typeof name === 'string' ? [resolve(folder, name) + sep] : [],
  );
  return { files: new Set(files), folders };
}

/** Every text on one line; of key=path, as ConfigMaps are made from, the path. */
function* stringsIn(value: Json): Iterable<string> {
  if (typeof value === 'string' && !value.includes('\n')) yield value.replace(/^[^=]*=/, '');
  if (typeof value !== 'object' || value === null) return;
  for (const inner of Object.values(value as JsonObject)) yield* stringsIn(inner ?? null);
}

/** Says in few words what a file is to a kustomization that no object of its own is in it; undefined for every other file. */
export type DescribePart = (file: string) => string | undefined;

/** Looks for kustomizations in the folder of a file and above: none names a file that lies elsewhere. Each folder is read once. */
export function createPartFinder(): DescribePart {
  const known = new Map<string, readonly Above[]>();
  const above = (folder: string): readonly Above[] => {
    const found = known.get(folder);
    if (found !== undefined) return found;
    const parent = dirname(folder);
    const all = [...own(folder), ...(parent === folder ? [] : above(parent))];
    known.set(folder, all);
    return all;
  };
  return (file) => {
    const [real] = realPath(file);
    if (real === undefined) return undefined;
    const kustomizations = above(dirname(real));
    if (NAMES.some((name) => name === basename(real)))
      return `is the file of the kustomization ${shown(dirname(real))}`;
    const user = kustomizations.find(
      ({ files, folders }) => files.has(real) || folders.some((folder) => real.startsWith(folder)),
    );
    return user === undefined ? undefined : `is a patch or another part of the kustomization ${shown(user.folder)}`;
  };
}

interface Above extends Fragments {
  readonly folder: string;
}

function own(folder: string): readonly Above[] {
  if (!NAMES.some((name) => existsSync(join(folder, name)))) return [];
  return [{ folder, ...fragmentsOf(folder, contentOf(folder)) }];
}

/** A folder as seen from where the command runs. */
function shown(folder: string): string {
  return relative('', folder) || '.';
}
