import { readdirSync, realpathSync, statSync } from 'node:fs';
import type { Dirent } from 'node:fs';
import { basename, join } from 'node:path';
import { whyUnreadable } from '../../files/unreadable.js';
import { rendersCharts } from './kustomize-parts.js';
import type { Reading } from './reading.js';

/** Standard input, as a path. */
export const STDIN = '-';

const MANIFEST = /\.(?:ya?ml|json)$/i;
const KUSTOMIZATION = /^(?:kustomization\.ya?ml|Kustomization)$/;

/** Something to read: a file as it is, or a folder that helm or kubectl makes manifests from. */
export interface Input {
  readonly kind: 'file' | 'chart' | 'kustomization';
  readonly path: string;
  /** Where a plain file really lies, without links on the way. A pipe, such as standard input, lies nowhere. */
  readonly real?: string;
  /** Whether somebody named this very path. */
  readonly named: boolean;
  /** The kustomization in whose folder a file was found. */
  readonly kustomization?: string | undefined;
}

/**
 * The inputs that paths mean: a file itself, whatever its name, and of a folder all manifests at any depth, in the order of
 * their names. Hidden files, hidden folders and node_modules are passed over unless a path names them.
 * A chart is one input, and of the files in it none is another. What lies below a kustomization is another input: it may be a part of
 * that one, or be there for something else.
 * Nothing is found twice, so a link to a parent does no harm.
 */
export function findInputs(paths: readonly string[], reading: Reading): Iterable<Input> {
  return find(paths, { reading, seen: new Set(), asFiles: false });
}

/** The same for somebody who wants to write to files: charts are passed over. */
export function findFiles(paths: readonly string[], reading: Reading): Iterable<Input> {
  return find(paths, { reading, seen: new Set(), asFiles: true });
}

interface Walk {
  readonly reading: Reading;
  /** The real paths of what was visited. */
  readonly seen: Set<string>;
  /** Whether nothing but files that can be written is wanted. */
  readonly asFiles: boolean;
}

/** A path on the way. */
interface Stop {
  readonly path: string;
  readonly named: boolean;
  /** The kustomization that it lies in, which may name it. */
  readonly kustomization: string | undefined;
}

function* find(paths: readonly string[], walk: Walk): Iterable<Input> {
  for (const path of paths) {
    if (path !== STDIN) yield* follow({ path, named: true, kustomization: undefined }, walk);
    else if (isNew(STDIN, walk)) yield { kind: 'file', path, named: true };
  }
}

function isNew(real: string, { seen }: Walk): boolean {
  if (seen.has(real)) return false;
  seen.add(real);
  return true;
}

/** Looks up what a path is, and where it leads if it is a link. */
function* follow(stop: Stop, walk: Walk): Iterable<Input> {
  const { path, named } = stop;
  try {
    const status = statSync(path);
    if (status.isDirectory()) {
      yield* within(stop, realpathSync(path), walk);
    } else if (named) {
      // What is named need not be a plain file: /dev/fd/63 of a shell's <(…) has no real path, and is there to be read.
      const real = status.isFile() ? realpathSync(path) : undefined;
      if (isNew(real ?? path, walk)) yield { kind: 'file', path, named, ...(real !== undefined && { real }) };
    } else if (status.isFile()) yield* fileAt(stop, realpathSync(path), walk);
  } catch (error) {
    walk.reading.fail({ file: path, message: whyUnreadable(error) });
  }
}

/** A pipe in a folder may never end, so that nothing but plain files comes this way. */
function* fileAt({ path, kustomization }: Stop, real: string, walk: Walk): Iterable<Input> {
  const name = basename(path);
  if (!MANIFEST.test(name) || KUSTOMIZATION.test(name)) return;
  if (isNew(real, walk)) yield { kind: 'file', path, real, named: false, kustomization };
}

function* within(stop: Stop, real: string, walk: Walk): Iterable<Input> {
  if (!isNew(real, walk)) return;
  const { path, named } = stop;
  const entries = readdirSync(path, { withFileTypes: true }).sort((one, other) => (one.name < other.name ? -1 : 1));
  const kind = kindOf(entries);
  if (kind === 'chart') {
    yield* chartAt(stop, walk);
    return;
  }
  if (kind !== undefined) yield { kind, path, named };
  const kustomization = kind === undefined ? stop.kustomization : path;
  let any = kind !== undefined;
  for (const input of below(entries, { path, named: false, kustomization }, { ...walk, real })) {
    any = true;
    yield input;
  }
  if (named && !any) walk.reading.note(`${path} holds no *.yaml, *.yml or *.json that could be judged`);
}

function* chartAt({ path, named, kustomization }: Stop, { asFiles, reading }: Walk): Iterable<Input> {
  if (asFiles) reading.note(`${path} is a Helm chart and was passed over: its templates are no manifests`);
  else if (kustomization === undefined || !rendersCharts(kustomization)) yield { kind: 'chart', path, named };
  else
    reading.note(
      `${path} was passed over: it is a Helm chart of the kustomization ${kustomization}, which renders charts itself`,
    );
}

function kindOf(entries: readonly Dirent[]): Input['kind'] | undefined {
  if (entries.some(({ name }) => name === 'Chart.yaml')) return 'chart';
  return entries.some(({ name }) => KUSTOMIZATION.test(name)) ? 'kustomization' : undefined;
}

/** What a folder holds. The listing tells files from folders, and asking the system about each would take longer than reading it. */
function* below(
  entries: readonly Dirent[],
  folder: Stop,
  { real, ...walk }: Walk & { readonly real: string },
): Iterable<Input> {
  for (const entry of entries) {
    const { name } = entry;
    if (name.startsWith('.') || name === 'node_modules') continue;
    const stop = { ...folder, path: join(folder.path, name) };
    if (entry.isFile()) yield* fileAt(stop, join(real, name), walk);
    else yield* follow(stop, walk);
  }
}
