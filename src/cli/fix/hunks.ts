import { diffLines } from 'diff';
import type { StructuredPatchHunk } from 'diff';

/** A line with what ends it, and what becomes of it. */
interface Entry {
  readonly mark: ' ' | '-' | '+';
  readonly line: string;
}

/** Beyond so many lines put in and taken out, the search for the fewest takes seconds. It takes their square. */
export const MOST_EDITS = 1000;

/**
 * The hunks that lead from one text to another. Lines that occur once in both are taken for the same, and what is between them is
 * compared by itself: that need not give the fewest lines, but takes no longer than the text is long.
 */
export function hunksBetween(before: string, after: string, context: number): StructuredPatchHunk[] {
  const entries = entriesBetween(linesOf(before), linesOf(after));
  const changed = [...entries.keys()].filter((index) => entries[index]?.mark !== ' ');
  const hunks: StructuredPatchHunk[] = [];
  let [oldStart, newStart, from] = [1, 1, 0];
  for (let next = 0; next < changed.length; next++) {
    const first = Math.max(0, (changed[next] ?? 0) - context);
    while ((changed[next + 1] ?? Infinity) - (changed[next] ?? 0) <= 2 * context + 1) next++;
    const end = (changed[next] ?? 0) + 1 + context;
    const skipped = first - from;
    const hunk = hunkOf(entries.slice(first, end), oldStart + skipped, newStart + skipped);
    [oldStart, newStart, from] = [hunk.oldStart + hunk.oldLines, hunk.newStart + hunk.newLines, end];
    hunks.push(hunk);
  }
  return hunks;
}

function hunkOf(entries: readonly Entry[], oldStart: number, newStart: number): StructuredPatchHunk {
  const count = (mark: string): number => entries.filter((entry) => entry.mark !== mark).length;
  const lines = entries.flatMap(({ mark, line }) =>
    line.endsWith('\n') ? [mark + line.slice(0, -1)] : [mark + line, '\\ No newline at end of file'],
  );
  return { oldStart, newStart, oldLines: count('+'), newLines: count('-'), lines };
}

function linesOf(text: string): readonly string[] {
  return text === '' ? [] : text.split(/(?<=\n)/);
}

function entriesBetween(before: readonly string[], after: readonly string[]): readonly Entry[] {
  const entries: Entry[] = [];
  const places = placesOfUnique(after);
  let [from, to] = [0, 0];
  for (const [line, index] of placesOfUnique(before)) {
    const place = places.get(line) ?? -1;
    if (place < to) continue;
    append(entries, before.slice(from, index), after.slice(to, place));
    entries.push({ mark: ' ', line });
    [from, to] = [index + 1, place + 1];
  }
  append(entries, before.slice(from), after.slice(to));
  return entries;
}

/** Where the lines stand that occur once, in the order of the text. */
function placesOfUnique(lines: readonly string[]): ReadonlyMap<string, number> {
  const places = new Map<string, number>();
  const repeated = new Set<string>();
  for (const [index, line] of lines.entries()) {
    if (places.has(line)) repeated.add(line);
    else places.set(line, index);
  }
  for (const line of repeated) places.delete(line);
  return places;
}

/** What becomes of the lines between two that stay: all of them go where too much of them is different. */
function append(entries: Entry[], before: readonly string[], after: readonly string[]): void {
  if (before.length === 0 && after.length === 0) return;
  const changes = diffLines(before.join(''), after.join(''), { maxEditLength: MOST_EDITS }) ?? [
    { removed: true, added: false, value: before.join('') },
    { removed: false, added: true, value: after.join('') },
  ];
  for (const { added, removed, value } of changes) {
    const mark = added ? '+' : removed ? '-' : ' ';
    for (const line of linesOf(value)) entries.push({ mark, line });
  }
}
