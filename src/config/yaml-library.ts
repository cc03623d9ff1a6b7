import { createRequire } from 'node:module';
import type * as Yaml from 'yaml';

let loaded: typeof Yaml | undefined;

/**
 * The parser that knows positions, loaded when it is first asked for: that takes as long as to judge a file, and most files are
 * read without it.
 */
export function yamlLibrary(): typeof Yaml {
  return (loaded ??= createRequire(import.meta.url)('yaml') as typeof Yaml); // what the package of that name exports
}
