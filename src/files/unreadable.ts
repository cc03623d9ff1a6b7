/** Why the system would not let a file or a folder be read, in the words that follow "cannot be read: ". */
export function whyUnreadable(error: unknown): string {
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
