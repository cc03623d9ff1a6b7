import { access, constants, open, realpath, rename, rm, stat } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Failure } from './failure.js';
import { inChunks } from './output.js';

/** Writes a report, and ends with the file complete or as it was before. */
export type WriteReport = (pieces: Iterable<string>) => Promise<void>;

/** Anybody may read what the user's own mask lets them. */
const USUAL_MODE = 0o666;

/**
 * Sees, before the work begins, that a report can be written to a file: to learn at its end that there is no such folder would be
 * a pity. The report goes into a new file that takes the place of the old one when it is whole, so that nobody reads half of it.
 */
export async function reportFile(file: string): Promise<WriteReport> {
  try {
    // Where the path is a link, the file behind it is the one to replace.
    const target = await realpath(file).catch(() => file);
    const old = await stat(target).catch(() => undefined);
    if (old?.isDirectory() === true) throw new Failure(`the report cannot be written to ${file}: it is a folder`);
    // A pipe or a device holds nothing that could be replaced, and in some folders nothing but the file itself may be written.
    const inPlace = old !== undefined && (!old.isFile() || !(await isWritable(dirname(target))));
    // The point at the end makes the system refuse what is no folder.
    await access(inPlace ? target : `${dirname(target)}/.`, constants.W_OK);
    const write = inPlace ? writeInto : replace;
    return async (pieces) => {
      await write(target, pieces, old?.mode).catch((error: unknown) => complain(file, error));
    };
  } catch (error) {
    return complain(file, error);
  }
}

async function isWritable(path: string): Promise<boolean> {
  return access(path, constants.W_OK).then(
    () => true,
    () => false,
  );
}

async function replace(target: string, pieces: Iterable<string>, mode = USUAL_MODE): Promise<void> {
  const draft = join(dirname(target), `.${basename(target)}.${process.pid}.tmp`);
  const handle = await open(draft, 'wx', mode);
  try {
    await fill(handle, pieces);
    await handle.sync();
    await handle.close();
    await rename(draft, target);
  } catch (error) {
    await handle.close().catch(() => undefined);
    await rm(draft, { force: true });
    throw error;
  }
}

async function writeInto(target: string, pieces: Iterable<string>): Promise<void> {
  const handle = await open(target, 'w');
  try {
    await fill(handle, pieces);
  } finally {
    await handle.close();
  }
}

/** Writes from where the file is at: a file that was just opened, from its beginning. */
async function fill(handle: FileHandle, pieces: Iterable<string>): Promise<void> {
  for (const chunk of inChunks(pieces)) await handle.writeFile(chunk);
}

const reasons: ReadonlyMap<unknown, string> = new Map([
  ['ENOENT', 'there is no such folder'],
  ['ENOTDIR', 'there is no such folder'],
  ['EACCES', 'no permission to write there'],
  ['EPERM', 'no permission to write there'],
  ['EROFS', 'nothing can be written there'],
  ['ENOSPC', 'the disk is full'],
]);

function complain(file: string, error: unknown): never {
  if (error instanceof Failure) throw error;
  const { code, message } = error as NodeJS.ErrnoException;
  throw new Failure(`the report cannot be written to ${file}: ${reasons.get(code) ?? message}`);
}
