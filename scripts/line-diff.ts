import { diffLines as compare } from 'diff';

/** The lines of two texts as a diff shows them: what both have after two spaces, what only one has after - or +. */
export function diffLines(before: string, after: string): string {
  const changes = compare(`${before.trimEnd()}\n`, `${after.trimEnd()}\n`);
  return changes
    .flatMap(({ added, removed, value }) => {
      const mark = added ? '+' : removed ? '-' : ' ';
      return value
        .replace(/\n$/, '')
        .split('\n')
        .map((line) => `${mark} ${line}`);
    })
    .join('\n');
}
