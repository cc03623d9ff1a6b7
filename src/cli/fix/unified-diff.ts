import { FILE_HEADERS_ONLY, createTwoFilesPatch } from 'diff';
import type { Paint } from '../../report/paint.js';

/** How many unchanged lines stand around a change. */
const CONTEXT = 3;

/** The two lines that name the files. */
const HEADER = 2;

/** What mending changes in a file, as `patch -p1` and `git apply` take it. */
export function unifiedDiff(file: string, before: string, after: string, paint: Paint): Iterable<string> {
  const name = file.replace(/^(?:\.?\/)+/, '');
  const options = { context: CONTEXT, headerOptions: FILE_HEADERS_ONLY };
  const patch = createTwoFilesPatch(`a/${name}`, `b/${name}`, before, after, undefined, undefined, options);
  return patch
    .split(/(?<=\n)/)
    .map((line, index) => coloured(line, index < HEADER ? paint.bold : paintOf(line, paint)));
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
