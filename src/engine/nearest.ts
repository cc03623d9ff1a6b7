/** Names further away than this share of their length are no typing errors of one another. */
const FURTHEST = 0.4;

/** A longer word is nobody's typing error, and measuring it would take long. */
const LONGEST = 100;

/** The candidate that a misspelt word most likely meant, or undefined when none is near. */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  if (word.length > LONGEST) return undefined;
  let best: string | undefined;
  let smallest = Infinity;
  for (const candidate of candidates) {
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase());
    if (distance < smallest && distance <= Math.max(word.length, candidate.length) * FURTHEST) {
      smallest = distance;
      best = candidate;
    }
  }
  return best ?? wordIn(word.toLowerCase(), candidates);
}

/** Fewer letters than this are part of too many names. */
const SHORTEST_PART = 3;

/** A word that so many names begin with, or have between dashes, means none of them more than another. */
const TOO_MANY = 6;

/** The shortest candidate that begins with a word, or has it between dashes: who asks for probes means require-probes. */
function wordIn(word: string, candidates: Iterable<string>): string | undefined {
  if (word.length < SHORTEST_PART) return undefined;
  const names = [...candidates].map((name) => ({ name, lower: name.toLowerCase() }));
  const found = names.filter(({ lower }) => lower.startsWith(word) || lower.split('-').includes(word));
  if (found.length >= TOO_MANY) return undefined;
  return found.toSorted((a, b) => a.name.length - b.name.length)[0]?.name;
}

/** A question to append to a message about an unknown name; empty when nothing is near. */
export function didYouMean(word: string, candidates: Iterable<string>): string {
  const found = nearest(word, candidates);
  return found === undefined ? '' : `; did you mean "${found}"?`;
}

/** How many letters must be inserted, removed, replaced or swapped with their neighbour (optimal string alignment). */
function editDistance(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, index) => index)];
  const at = (i: number, j: number): number => rows[i]?.[j] ?? Infinity;
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    rows.push(row);
    for (let j = 1; j <= b.length; j++) {
      const replaced = at(i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? at(i - 2, j - 2) + 1 : Infinity;
      row.push(Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, replaced, swapped));
    }
  }
  return at(a.length, b.length);
}
