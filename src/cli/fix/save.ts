import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { access, open, readFile, realpath, rename, rm, stat } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Why a file was not written: for the person who asked for it. */
export class NotSaved extends Error {
  override readonly name = 'NotSaved';
  readonly code = 'NOT_SAVED';
}

/** Who may do what: the mode bits for writing, of the owner, the group and everybody. */
const WRITE_BITS = 0o222;
const PERMISSIONS = 0o7777;

/**
 * Puts a new text in place of what was read from a file: whole or not at all, whatever happens meanwhile.
 * A link stays a link, and the file keeps its permissions; other names of it (hard links) keep the old text, as copies made of
 * such links are meant to. Fails with NotSaved when the file has changed since it was read.
 */
export async function save(file: string, before: Buffer, after: string): Promise<void> {
  const real = await realpath(file);
  const { mode, uid, gid } = await stat(real);
  if ((mode & WRITE_BITS) === 0) throw new NotSaved('no permission to write it');
  await access(real, constants.W_OK).catch(() => {
    throw new NotSaved('no permission to write it');
  });
  const draft = join(dirname(real), `.seaworthy-${randomUUID()}.tmp`);
  try {
    const handle = await open(draft, 'wx', mode & PERMISSIONS).catch((error: unknown) => {
      throw new NotSaved(`no new file can be made beside it (${String((error as NodeJS.ErrnoException).code)})`);
    });
    await fill(handle, { text: after, mode: mode & PERMISSIONS, uid, gid });
    if (!(await readFile(real)).equals(before)) {
      throw new NotSaved('it has changed while it was being mended; nothing was written, so try again');
    }
    await rename(draft, real);
  } finally {
    await rm(draft, { force: true });
  }
}

interface Content {
  readonly text: string;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

async function fill(handle: FileHandle, { text, mode, uid, gid }: Content): Promise<void> {
  try {
    await handle.writeFile(text);
    // Only root may give a file away; for anybody else the file is theirs already, or becomes theirs.
    await handle.chown(uid, gid).catch(() => undefined);
    await handle.chmod(mode);
    await handle.sync();
  } finally {
    await handle.close();
  }
}
