import { rmSync } from 'node:fs';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { issueAuthority, issueServing, type Issued } from './issue.js';

export interface ThrowAway extends Issued {
  /** The CA as PEM, and the file that it was written to for clients to trust. Its key is forgotten. */
  readonly authority: string;
  readonly authorityFile: string;
}

/** Issues a CA and a serving certificate for this machine alone, which nobody renews: they end with the process. */
export async function issueThrowAway(now: Date): Promise<ThrowAway> {
  const authority = await issueAuthority(now);
  const serving = await issueServing(authority, ['localhost', '127.0.0.1'], now);
  const folder = await mkdtemp(join(tmpdir(), 'seaworthy-'));
  process.once('exit', () => {
    rmSync(folder, { recursive: true, force: true });
  });
  const authorityFile = join(folder, 'ca.crt');
  await writeFile(authorityFile, authority.certificate, { mode: 0o644 });
  return { ...serving, authority: authority.certificate, authorityFile };
}
