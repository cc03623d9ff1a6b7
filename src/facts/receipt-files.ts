import { open, readdir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { whyUnreadable } from '../files/unreadable.js';

/** All files of one source together, in bytes: sixteen ConfigMaps' worth (1 MiB each), and read within a tenth of a second. */
const LARGEST_SOURCE = 16 * 1024 * 1024;

/** A ConfigMap with more keys than this holds next to nothing in each. */
const MOST_FILES = 1_000;

export interface ReceiptFile {
  readonly path: string;
  readonly text: string;
}

/** Reads a file whole, or throws an Error that names it: it is missing, no file, or larger than `largest` bytes. */
export async function readBounded(path: string, largest: number): Promise<Buffer> {
  const { isFile, size } = await look(path);
  if (!isFile) throw new Error(`${path} is not a file`);
  if (size > largest) throw new Error(`${path} has ${size} bytes, and ${largest} is the most that is read`);
  const chunks: Buffer[] = [];
  let read = 0;
  const handle = await open(path);
  // The file may grow between the look and the read, so the stream is cut as well.
  for await (const chunk of handle.createReadStream({ start: 0, end: largest })) {
    chunks.push(chunk as Buffer);
    read += (chunk as Buffer).length;
  }
  if (read > largest) throw new Error(`${path} has more than ${largest} bytes`);
  return Buffer.concat(chunks);
}

async function look(path: string): Promise<{ isFile: boolean; isFolder: boolean; size: number; mark: string }> {
  try {
    const [real, found] = await Promise.all([realpath(path), stat(path)]);
    const mark = `${real} ${found.ino} ${found.mtimeMs} ${found.size}`;
    return { isFile: found.isFile(), isFolder: found.isDirectory(), size: found.size, mark };
  } catch (error) {
    throw new Error(`${path} cannot be read: ${whyUnreadable(error)}`, { cause: error });
  }
}

/** The files of a source: the file itself, or every file of the folder whose name does not begin with a dot. */
async function filesOf(path: string): Promise<readonly string[]> {
  if (!(await look(path)).isFolder) return [path];
  const folder = await generationOf(path);
  const names = (await readdir(folder)).filter((name) => !name.startsWith('.')).sort();
  if (names.length > MOST_FILES) throw new Error(`${path} has more than ${MOST_FILES} files`);
  const files: string[] = [];
  for (const name of names) {
    const file = join(folder, name);
    if ((await look(file)).isFile) files.push(file);
  }
  return files;
}

/** The kubelet mounts a ConfigMap as links through `..data`, which it swaps at once: files of one generation belong together. */
async function generationOf(folder: string): Promise<string> {
  try {
    return await realpath(join(folder, '..data'));
  } catch {
    return folder;
  }
}

/** Reads every file of a source, or throws an Error that says which could not be read. */
export async function readSource(path: string): Promise<readonly ReceiptFile[]> {
  try {
    return await readOnce(path);
  } catch {
    // A generation can be taken away while it is being read; the next one is there by then.
    return await readOnce(path);
  }
}

async function readOnce(path: string): Promise<readonly ReceiptFile[]> {
  const files: ReceiptFile[] = [];
  let room = LARGEST_SOURCE;
  for (const file of await filesOf(path)) {
    const content = await readBounded(file, room);
    room -= content.length;
    files.push({ path: file, text: content.toString('utf8') });
  }
  return files;
}

/** A text that differs whenever one of the files has changed, appeared or gone; why a path cannot be read is part of it. */
export async function fingerprint(paths: readonly string[]): Promise<string> {
  const marks = await Promise.all(
    paths.map(async (path) => {
      try {
        const files = await filesOf(path);
        return await Promise.all(files.map(async (file) => (await look(file)).mark));
      } catch (error) {
        return [error instanceof Error ? error.message : 'unreadable'];
      }
    }),
  );
  return marks.flat().join('\n');
}
