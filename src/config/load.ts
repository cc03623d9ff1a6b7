import { readFile } from 'node:fs/promises';
import { whyUnreadable } from '../files/unreadable.js';
import type { ConfigurationParts } from './configuration.js';
import { parseConfiguration } from './parse.js';
import type { ConfigurationProblem, ParsedConfiguration } from './parse.js';

/** A configuration with the bytes that it was read from, so that a watch can go on from there. */
export type LoadedConfiguration = ParsedConfiguration & { readonly content: Buffer | undefined };

/** Reads a configuration file, whole, or says everything that is wrong with it. Never rejects. */
export async function loadConfiguration(file: string, parts: ConfigurationParts): Promise<LoadedConfiguration> {
  let content: Buffer;
  try {
    content = await readFile(file);
  } catch (error) {
    return { ok: false, problems: [unreadable(file, error)], content: undefined };
  }
  return { ...readConfiguration(content, file, parts), content };
}

/** Reads a configuration from the content of its file; undefined when the file could not be read. */
export function readConfiguration(
  content: Buffer | undefined,
  file: string,
  parts: ConfigurationParts,
): ParsedConfiguration {
  if (content === undefined) return { ok: false, problems: [unreadable(file, undefined)] };
  return parseConfiguration(content.toString('utf8'), file, parts);
}

function unreadable(file: string, error: unknown): ConfigurationProblem {
  const reason = error === undefined ? '' : `: ${whyUnreadable(error)}`;
  return { file, path: '', message: `the file cannot be read${reason}` };
}

/** A problem as one line: file:line:column: path: message, without what there is none of. */
export function describeProblem({ file, line, column, path, message }: ConfigurationProblem): string {
  const place = [file, line, column].filter((part) => part !== undefined).join(':');
  return [place, path, message].filter((part) => part !== '').join(': ');
}
