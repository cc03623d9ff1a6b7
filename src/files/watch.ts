import { readFile } from 'node:fs/promises';
import { noticeChanges } from './notice.js';

/** What each file held when it was read; undefined for a file that could not be read. */
export type FileContents = ReadonlyMap<string, Buffer | undefined>;

export interface FileWatch {
  readonly close: () => void;
}

export interface WatchOptions {
  /** What the caller has already acted on; without it the first reading is the one that later ones are compared with. */
  readonly since?: FileContents;
  /** How often the files are read although nothing was noticed; ten seconds unless it is said. */
  readonly pollMilliseconds?: number;
}

/** Reads several files, each as it is now. Never rejects. */
export async function readFiles(paths: readonly string[]): Promise<FileContents> {
  const read = (path: string): Promise<Buffer | undefined> => readFile(path).catch(() => undefined);
  return new Map(await Promise.all(paths.map(async (path) => [path, await read(path)] as const)));
}

/** Calls back whenever the content of one of the files is another, also when a file comes or goes. */
export function watchFiles(
  paths: readonly string[],
  onChange: (contents: FileContents) => void,
  { since, pollMilliseconds }: WatchOptions = {},
): FileWatch {
  let known = since;
  let isClosed = false;
  const compare = (contents: FileContents): void => {
    const before = known;
    if (isClosed) return;
    known = contents;
    if (before !== undefined && !isSame(before, contents)) onChange(contents);
  };
  const close = noticeChanges(
    paths,
    async () => {
      compare(await readFiles(paths));
    },
    pollMilliseconds,
  );
  return {
    close: () => {
      isClosed = true;
      close();
    },
  };
}

function isSame(one: FileContents, other: FileContents): boolean {
  return [...other].every(([path, content]) => {
    const before = one.get(path);
    return content === undefined || before === undefined ? content === before : content.equals(before);
  });
}
