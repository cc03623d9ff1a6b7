import { watch as watchFolder } from 'node:fs';
import type { FSWatcher } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** What each file held when it was read; undefined for a file that could not be read. */
export type FileContents = ReadonlyMap<string, Buffer | undefined>;

export interface FileWatch {
  readonly close: () => void;
}

export interface WatchOptions {
  /** What the caller has already acted on; without it the first reading is the one that later ones are compared with. */
  readonly since?: FileContents;
  /** How often the files are read although nothing was noticed: not every file system tells of changes. */
  readonly pollMilliseconds?: number;
}

/** A change has to act within 15 s; half of what is left over is for whoever acts on it. */
const POLL_MILLISECONDS = 10_000;

/** Events come in bursts: a mounted ConfigMap is swapped in several steps, and an editor empties a file before it fills it. */
const SETTLE_MILLISECONDS = 100;

/** Reads several files, each as it is now. Never rejects. */
export async function readFiles(paths: readonly string[]): Promise<FileContents> {
  const read = (path: string): Promise<Buffer | undefined> => readFile(path).catch(() => undefined);
  return new Map(await Promise.all(paths.map(async (path) => [path, await read(path)] as const)));
}

/**
 * Calls back whenever the content of one of the files is another, also when a file comes or goes.
 * The folders are watched, for a watch on a file of a mounted ConfigMap dies with the first swap of `..data`.
 */
export function watchFiles(
  paths: readonly string[],
  onChange: (contents: FileContents) => void,
  options: WatchOptions = {},
): FileWatch {
  const comparison = compareFiles(paths, onChange, options.since);
  let settling: NodeJS.Timeout | undefined;
  const noticed = (): void => {
    settling ??= setTimeout(() => {
      settling = undefined;
      comparison.look();
    }, SETTLE_MILLISECONDS);
  };
  const poll = setInterval(comparison.look, options.pollMilliseconds ?? POLL_MILLISECONDS);
  const watchers = [...new Set(paths.map((path) => dirname(path)))].map((folder) => openWatcher(folder, noticed));
  comparison.look();
  return {
    close: () => {
      comparison.close();
      clearInterval(poll);
      clearTimeout(settling);
      for (const watcher of watchers) watcher?.close();
    },
  };
}

/** Reads the files whenever it is asked to look, one reading at a time, and tells of what is new. */
function compareFiles(
  paths: readonly string[],
  onChange: (contents: FileContents) => void,
  since: FileContents | undefined,
): FileWatch & { readonly look: () => void } {
  let known = since;
  let state: 'idle' | 'reading' | 'reading, and asked again' | 'closed' = 'idle';
  const isClosed = (): boolean => state === 'closed';
  const read = async (): Promise<void> => {
    const contents = await readFiles(paths);
    if (isClosed()) return;
    const before = known;
    known = contents;
    // What was asked for meanwhile may have come too late for this reading.
    const again = state === 'reading, and asked again';
    state = 'idle';
    if (again) look();
    if (before !== undefined && !isSame(before, contents)) onChange(contents);
  };
  const look = (): void => {
    if (state === 'reading') state = 'reading, and asked again';
    if (state !== 'idle') return;
    state = 'reading';
    void read();
  };
  const close = (): void => {
    state = 'closed';
  };
  return { look, close };
}

/** A folder that is not there, or goes away, is left to the polling. */
function openWatcher(folder: string, noticed: () => void): FSWatcher | undefined {
  try {
    return watchFolder(folder, noticed).on('error', () => undefined);
  } catch {
    return undefined;
  }
}

function isSame(one: FileContents, other: FileContents): boolean {
  return [...other].every(([path, content]) => {
    const before = one.get(path);
    return content === undefined || before === undefined ? content === before : content.equals(before);
  });
}
