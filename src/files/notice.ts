import { watch } from 'node:fs';
import type { FSWatcher } from 'node:fs';
import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Events come in bursts: a mounted ConfigMap is swapped in several steps, and an editor empties a file before it fills it. In milliseconds. */
const SETTLING = 100;

/**
 * How often to look although nothing was noticed: not every file system tells of changes, and a link may lead into a folder that is
 * not watched. A change has to act within 15 s; half of what is left over is for whoever acts on it. In milliseconds.
 */
const POLLING = 10_000;

/**
 * Calls `look`, which never rejects, at once, after anything happens in the folders around some paths, and every `every`
 * milliseconds, until the returned function is called. Never two calls at once.
 */
export function noticeChanges(paths: readonly string[], look: () => Promise<void>, every = POLLING): () => void {
  const looking = oneAtATime(look);
  let settling: NodeJS.Timeout | undefined;
  const folders = watchFolders(() => {
    settling ??= setTimeout(() => {
      settling = undefined;
      looking.ask();
    }, SETTLING).unref();
  });
  const poll = (): void => {
    looking.ask();
    void folders.around(paths);
  };
  const polling = setInterval(poll, every).unref();
  poll();
  return () => {
    clearInterval(polling);
    clearTimeout(settling);
    looking.close();
    folders.close();
  };
}

/** Runs one look at a time; whatever is asked for meanwhile is one more look, since it may have come too late for this one. */
function oneAtATime(look: () => Promise<void>): { readonly ask: () => void; readonly close: () => void } {
  let state: 'idle' | 'looking' | 'looking, and asked again' | 'closed' = 'idle';
  const wasAskedAgain = (): boolean => state === 'looking, and asked again';
  const ask = (): void => {
    if (state === 'looking') state = 'looking, and asked again';
    if (state !== 'idle') return;
    state = 'looking';
    void look().then(() => {
      const again = wasAskedAgain();
      if (state !== 'closed') state = 'idle';
      if (again) ask();
    });
  };
  const close = (): void => {
    state = 'closed';
  };
  return { ask, close };
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
      // Something may have happened between the last look and the begin of the watch.
      happened();
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
