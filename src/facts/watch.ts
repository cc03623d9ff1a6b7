import { watch } from 'node:fs';
import type { FSWatcher } from 'node:fs';
import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/** One change of files comes as several events; they are answered once. In milliseconds. */
const SETTLING = 100;

/**
 * Calls `changed`, which never rejects, after anything happens in the folders around some paths, and every `every` milliseconds,
 * until the returned function is called. Never two calls at once.
 */
export function watchPaths(paths: readonly string[], changed: () => Promise<void>, every: number): () => void {
  let settling: NodeJS.Timeout | undefined;
  let queue: Promise<void> = Promise.resolve();
  const soon = (): void => {
    settling ??= setTimeout(() => {
      settling = undefined;
      queue = queue.then(changed);
    }, SETTLING).unref();
  };
  const folders = watchFolders(soon);
  const poll = (): void => {
    soon();
    void folders.around(paths);
  };
  const polling = setInterval(poll, every).unref();
  poll();
  return () => {
    clearInterval(polling);
    clearTimeout(settling);
    folders.close();
  };
}

/** Folders are watched, not files: the swap of a mounted ConfigMap replaces the file, and a watch on it would be deaf from then on. */
function watchFolders(happened: () => void): {
  around: (paths: readonly string[]) => Promise<void>;
  close: () => void;
} {
  const watchers = new Map<string, FSWatcher>();
  let isClosed = false;

  function open(folder: string): void {
    try {
      const watcher = watch(folder, { persistent: false }, happened);
      watcher.on('error', () => {
        watcher.close();
        watchers.delete(folder);
      });
      watchers.set(folder, watcher);
    } catch {
      // The folder is not there: the next poll tries again.
    }
  }

  return {
    around: async (paths) => {
      for (const path of paths) {
        const folder = await folderOf(path);
        if (!isClosed && !watchers.has(folder)) open(folder);
      }
    },
    close: () => {
      isClosed = true;
      for (const watcher of watchers.values()) watcher.close();
      watchers.clear();
    },
  };
}

async function folderOf(path: string): Promise<string> {
  try {
    return (await stat(path)).isDirectory() ? path : dirname(path);
  } catch {
    return dirname(path);
  }
}
