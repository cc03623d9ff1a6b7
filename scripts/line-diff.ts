/** The lines of two texts as a diff shows them: what both have after a space, what only one has after - or +. */
export function diffLines(before: string, after: string): string {
  const [old, fresh] = [before.trimEnd().split('\n'), after.trimEnd().split('\n')];
  const common = commonLengths(old, fresh);
  const lines: string[] = [];
  let [i, j] = [0, 0];
  while (i < old.length && j < fresh.length) {
    if (old[i] === fresh[j]) {
      lines.push(`  ${old[i] ?? ''}`);
      i++;
      j++;
    } else if (at(common, i + 1, j) >= at(common, i, j + 1)) lines.push(`- ${old[i++] ?? ''}`);
    else lines.push(`+ ${fresh[j++] ?? ''}`);
  }
  const gone = old.slice(i).map((line) => `- ${line}`);
  const come = fresh.slice(j).map((line) => `+ ${line}`);
  return [...lines, ...gone, ...come].join('\n');
}

/** For each pair of places, how many lines the rests of both texts have in common, in order. */
function commonLengths(old: readonly string[], fresh: readonly string[]): number[][] {
  const lengths = Array.from({ length: old.length + 1 }, () => Array.from({ length: fresh.length + 1 }, () => 0));
  for (let i = old.length - 1; i >= 0; i--) {
    for (let j = fresh.length - 1; j >= 0; j--) {
      const row = lengths[i] ?? [];
      row[j] =
        old[i] === fresh[j] ? at(lengths, i + 1, j + 1) + 1 : Math.max(at(lengths, i + 1, j), at(lengths, i, j + 1));
    }
  }
  return lengths;
}

function at(lengths: readonly (readonly number[])[], i: number, j: number): number {
  return lengths[i]?.[j] ?? 0;
}
