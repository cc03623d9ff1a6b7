import { readdir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { whyUnreadable } from '../../files/unreadable.js';
import type { Reading } from './reading.js';

/** Standard input, as a path. */
export const STDIN = '-';

const MANIFEST = /\.(?:ya?ml|json)$/i;
const KUSTOMIZATION = /^(?:kustomization\.ya?ml|Kustomization)$/;

/**
 * The files that paths mean: a file itself, whatever its name, and of a folder all manifests at any depth, in the order of
 * their names. Hidden files, hidden folders and node_modules are passed over unless a path names them.
 * Nothing is read twice, so a link to a parent does no harm.
 */
export async function* findFiles(paths: readonly string[], reading: Reading): AsyncIterable<string> {
  const seen = new Set<string>();
  for (const path of paths) {
    if (path === STDIN) {
      if (!seen.has(STDIN)) yield STDIN;
      seen.add(STDIN);
    } else yield* below(path, { named: true, seen }, reading);
  }
}

interface Walk {
  /** Whether the person named this path: then its own name does not matter. */
  readonly named: boolean;
  /** The real paths of what was visited. */
  readonly seen: Set<string>;
}

async function* below(path: string, { named, seen }: Walk, reading: Reading): AsyncIterable<string> {
  try {
    const status = await stat(path);
    // A pipe in a folder may never end; one that is named, such as /dev/fd/63 of a shell's <(…), is there to be read.
    if (!status.isDirectory() && !named && !(status.isFile() && isManifest(path))) return;
    const real = status.isDirectory() ? await realpath(path) : await realpath(path).catch(() => path);
    if (seen.has(real)) return;
    seen.add(real);
    if (!status.isDirectory()) yield path;
    else yield* within(path, { named, seen }, reading);
  } catch (error) {
    reading.fail({ file: path, message: whyUnreadable(error) });
  }
}

function isManifest(path: string): boolean {
  return MANIFEST.test(path) && !KUSTOMIZATION.test(path.slice(path.lastIndexOf('/') + 1));
}

async function* within(folder: string, { named, seen }: Walk, reading: Reading): AsyncIterable<string> {
  const names = (await readdir(folder)).sort();
  if (names.includes('Chart.yaml')) {
    reading.note(`${folder} is a Helm chart and was passed over: helm template ${folder} | seaworthy check -`);
    return;
  }
  if (names.some((name) => KUSTOMIZATION.test(name))) {
    reading.note(
      `${folder} is a kustomization: its files are judged as they are; kubectl kustomize ${folder} | seaworthy check - judges what it builds`,
    );
  }
  let any = false;
  for (const name of names) {
    if (name.startsWith('.') || name === 'node_modules') continue;
    for await (const file of below(join(folder, name), { named: false, seen }, reading)) {
      any = true;
      yield file;
    }
  }
  if (named && !any) reading.note(`${folder} holds no *.yaml, *.yml or *.json that could be judged`);
}
