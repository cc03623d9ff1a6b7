import type { ReadError } from '../../report/report.js';

/** Where reading says what it could not read, and what it passed over. Reading goes on. */
export interface Reading {
  readonly fail: (error: ReadError) => void;
  readonly note: (text: string) => void;
  /** The text of standard input. */
  readonly readStdin: () => Promise<Buffer>;
}

/** Why the system would not open a file or a folder, in words. */
export function reasonOf(error: unknown): string {
  const code = (error as { readonly code?: unknown }).code;
  const reason = typeof code === 'string' ? reasons.get(code) : undefined;
  return reason ?? (error instanceof Error ? error.message : String(error));
}

const reasons: ReadonlyMap<string, string> = new Map([
  ['ENOENT', 'no such file or folder'],
  ['ENOTDIR', 'no such file or folder'],
  ['EACCES', 'no permission to read it'],
  ['EPERM', 'no permission to read it'],
  ['ELOOP', 'a link that leads round in a circle'],
  ['EISDIR', 'a folder where a file was expected'],
]);
