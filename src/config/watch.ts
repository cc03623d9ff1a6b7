import { watchFiles } from '../files/watch.js';
import type { FileWatch, WatchOptions } from '../files/watch.js';
import type { Configuration, ConfigurationParts } from './configuration.js';
import { readConfiguration } from './load.js';
import type { LoadedConfiguration } from './load.js';
import type { ConfigurationProblem } from './parse.js';

export interface ConfigurationHandlers {
  /** A new version is good as a whole. */
  readonly onLoaded: (configuration: Configuration) => void;
  /** A new version is refused as a whole, or the file is gone: the old one stays in force. */
  readonly onRefused: (problems: readonly ConfigurationProblem[]) => void;
}

/** Follows a configuration file from the version that was loaded, until it is closed. Each new version is told of once. */
export function watchConfiguration(
  loaded: LoadedConfiguration & { readonly file: string },
  parts: ConfigurationParts,
  { onLoaded, onRefused }: ConfigurationHandlers,
  options: Pick<WatchOptions, 'pollMilliseconds'> = {},
): FileWatch {
  const { file } = loaded;
  const since = new Map([[file, loaded.content]]);
  return watchFiles(
    [file],
    (contents) => {
      const read = readConfiguration(contents.get(file), file, parts);
      if (read.ok) onLoaded(read.configuration);
      else onRefused(read.problems);
    },
    { ...options, since },
  );
}
