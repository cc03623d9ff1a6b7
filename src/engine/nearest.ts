/** Names further away than this share of their length are no typing errors of one another. */
const FURTHEST = 0.4;

/** A longer word is nobody's typing error, and measuring it would take long. */
const LONGEST = 100;

/** When more names than these are equally near, none of them is meant more than another. */
const FEW = 3;

/** A word that so many names begin with says nothing about which of them is meant. */
const TOO_MANY = 6;

/** Fewer letters than this are part of too many names. */
const SHORTEST_PART = 3;

/** How far a name is from the wrong one; infinitely far when it is not meant. */
type Measure = (name: string) => number;

/** Whether many names begin with a word, such as the require of require-probes: which one it is, is easily got wrong. */
type IsHead = (word: string) => boolean;

/** The candidate that a wrong word most likely meant, or undefined when none is near. */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  return allNearest(word, candidates)[0];
}

/** A question to append to a message about an unknown name, with the few that are equally near; empty when nothing is near. */
export function didYouMean(word: string, candidates: Iterable<string>): string {
  const quoted = allNearest(word, candidates).map((name) => `"${name}"`);
  const last = quoted.pop();
  if (last === undefined) return '';
  return `; did you mean ${quoted.length === 0 ? last : `${quoted.join(', ')} or ${last}`}?`;
}

/** What is said in a name tells more than how it is spelt, and that tells more than how it begins. */
function allNearest(word: string, candidates: Iterable<string>): readonly string[] {
  if (word.length > LONGEST) return [];
  const names = [...new Set(candidates)];
  const isHead = headsOf(names);
  for (const by of [byWords, bySpelling, byBeginning]) {
    const found = closest(names, by(word, names, isHead));
    if (found.length > 0) return found;
  }
  return [];
}

/** The few names that are least far away, the shortest first. */
function closest(names: readonly string[], measure: Measure): readonly string[] {
  const distances = names.map(measure);
  const smallest = distances.reduce((one, other) => Math.min(one, other), Infinity);
  const found = names.filter((_, index) => smallest < Infinity && distances[index] === smallest);
  return found.length > FEW ? [] : found.toSorted((one, other) => one.length - other.length);
}

/**
 * Finds the words of the wrong name in the right one, in any order and form: who asks for no-privileged means
 * disallow-privileged-containers. Words that no name has may be too many, but not most of what was said.
 */
function byWords(word: string, names: readonly string[], isHead: IsHead): Measure {
  const said = wordsOf(word);
  const asked = said.filter((one) => !isHead(one));
  const all = names.flatMap(wordsOf);
  const needed = asked.filter((one) => one.length >= SHORTEST_PART && isIn(all, one));
  // Of kubeconfig and kubernetes-version, kube is as well the first: how names begin decides.
  const isStart = said.length === 1 && names.some((name) => isSingle(name) && bare(name).startsWith(bare(word)));
  if (isStart || needed.length === 0) return () => Infinity;
  return (name) => {
    const words = wordsOf(name);
    // Between two single words there are no words to find, but letters.
    if (said.length === 1 && words.length === 1) return Infinity;
    if (!needed.every((one) => isIn(words, one))) return Infinity;
    const isWhole = words.every((other) => isHead(other) || isIn(asked, other));
    const lost = lettersOf(asked.filter((one) => !isIn(words, one)));
    if (lost * (isWhole ? 2 : 3) >= lettersOf(asked)) return Infinity;
    return isWhole && lost === 0 ? 0 : 1 + lost;
  };
}

function headsOf(names: readonly string[]): IsHead {
  const counts = new Map<string, number>();
  for (const [first, second] of names.map(wordsOf)) {
    if (first !== undefined && second !== undefined) counts.set(first, (counts.get(first) ?? 0) + 1);
  }
  return (word) => (counts.get(word) ?? 0) >= TOO_MANY;
}

function wordsOf(name: string): readonly string[] {
  return name.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

function isSingle(name: string): boolean {
  return wordsOf(name).length === 1;
}

function lettersOf(words: readonly string[]): number {
  return words.join('').length;
}

/** Whether a word is among others in some form: image, images and imaging begin alike for more than half their length; kubernetes is kube. */
function isIn(words: readonly string[], word: string): boolean {
  return words.some((other) => {
    if (word.length > SHORTEST_PART && other.startsWith(word)) return true;
    let alike = 0;
    while (alike < word.length && word[alike] === other[alike]) alike++;
    return alike * 2 > Math.max(word.length, other.length);
  });
}

/** Counts typing errors. That both begin with what many names begin with, or with the dashes of a flag, makes them no more alike. */
function bySpelling(word: string, _names: readonly string[], isHead: IsHead): Measure {
  const wrong = bare(word);
  const [head = ''] = wordsOf(wrong);
  const ignored = isHead(head) ? head.length : 0;
  return (name) => {
    const right = bare(name);
    const length = Math.max(wrong.length, right.length) - (right.startsWith(head) ? ignored : 0);
    const distance = editDistance(wrong, right);
    return distance <= length * FURTHEST ? distance : Infinity;
  };
}

function bare(name: string): string {
  return name.toLowerCase().replace(/^-+/, '');
}

/** Finds the shortest name that begins with a word, or is one without its dashes: pol means policies, hostPath means disallow-host-path. */
function byBeginning(word: string, names: readonly string[]): Measure {
  const start = bare(word);
  const fits = (name: string): boolean => {
    const words = wordsOf(name);
    return (
      bare(name).startsWith(start) ||
      words.some((last, index) => last !== start && words.slice(index).join('') === start)
    );
  };
  if (start.length < SHORTEST_PART || names.filter(fits).length >= TOO_MANY) return () => Infinity;
  return (name) => (fits(name) ? name.length : Infinity);
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
