import { isAbsolute, relative, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Where a file is: relative to the folder that the command runs in, or absolute where it lies outside of it. */
export interface FileUri {
  /** A URI reference as RFC 3986 writes it. */
  readonly uri: string;
  readonly isRelative: boolean;
}

/** The URI of a file. `folder` is the absolute path that a relative one starts from. */
export function uriOf(file: string, folder: string): FileUri {
  const path = relative(folder, resolve(folder, file.toWellFormed()));
  const isOutside = isAbsolute(path) || path === '..' || path.startsWith(`..${sep}`);
  if (isOutside) return { uri: pathToFileURL(resolve(folder, file.toWellFormed())).href, isRelative: false };
  // Encoded segment by segment: a colon in the first one would make a scheme of it.
  return { uri: path.split(sep).map(encodeURIComponent).join('/'), isRelative: true };
}
