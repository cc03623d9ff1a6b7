import { realpathSync } from 'node:fs';
import { isAbsolute, parse, relative, resolve, sep } from 'node:path';
import { FILE_HEADERS_ONLY, formatPatch, structuredPatch } from 'diff';
import type { Paint } from '../../report/paint.js';
import { MOST_EDITS, hunksBetween } from './hunks.js';

/** How many unchanged lines stand around a change. */
const CONTEXT = 3;

/** The two lines that name the files. */
const HEADER = 2;

/**
 * Gives files the names that they have in a diff, which are to be found in a folder. `patch` and `git apply` take none that leads out
 * of the folder that they work in, nor through a link: where one of the files really lies elsewhere, all names begin at the root of the
 * file system, and the diff is applied there.
 */
export function createPatchName(realPaths: readonly string[], folder: string): (file: string) => string {
  const from = realPaths.some((real) => isOutside(relative(folder, real))) ? parse(folder).root : folder;
  return (file) => relative(from, realPathOf(resolve(folder, file))).replaceAll(sep, '/');
}

/** Where the links of a path lead, if there is something. */
function realPathOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

function isOutside(name: string): boolean {
  return name.split(sep)[0] === '..' || isAbsolute(name);
}

/** What mending changes in a file of a name, as `patch -p1` and `git apply` take it. */
export function unifiedDiff(name: string, before: string, after: string, paint: Paint): Iterable<string> {
  const names = [`a/${name}`, `b/${name}`] as const;
  const options = { context: CONTEXT, maxEditLength: MOST_EDITS };
  const found = structuredPatch(...names, before, after, undefined, undefined, options);
  const patch = formatPatch(
    found ?? {
      ...{ oldFileName: names[0], newFileName: names[1], oldHeader: undefined, newHeader: undefined },
      hunks: hunksBetween(before, after, CONTEXT),
    },
    FILE_HEADERS_ONLY,
  );
  return patch
    .split(/(?<=\n)/)
    .map((line, index) => (index < HEADER ? coloured(ended(line), paint.bold) : coloured(line, paintOf(line, paint))));
}

/** `patch` takes a name for no longer than up to its first blank, unless a tab ends it. A name in quotes has its end. */
function ended(header: string): string {
  const name = header.trimEnd();
  return name.slice('--- '.length).includes(' ') && !name.endsWith('"') ? `${name}\t\n` : header;
}

/** The line break is left without colour, so that none runs over into the next line. */
function coloured(line: string, colour: (text: string) => string): string {
  const text = line.replace(/\r?\n$/, '');
  return colour(text) + line.slice(text.length);
}

function paintOf(line: string, paint: Paint): (text: string) => string {
  if (line.startsWith('@@')) return paint.cyan;
  if (line.startsWith('+')) return paint.green;
  return line.startsWith('-') ? paint.red : (text) => text;
}
