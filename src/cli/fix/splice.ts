/** A piece of text in place of another. Offsets are UTF-16 units; where both are the same, text is inserted. */
export interface Splice {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Splices that make sense together alone, in the order of the text. */
export type Change = readonly Splice[];

/** The changes that can be made at once: none reaches into another. What is left out is wanted again when these are made. */
export function compatible(changes: readonly Change[]): readonly Change[] {
  const start = (change: Change): number => change[0]?.start ?? 0;
  const kept: Change[] = [];
  let free = 0;
  // The sort keeps the order of changes that start at one place: what is deeper in the tree comes first there.
  for (const change of [...changes].sort((a, b) => start(a) - start(b))) {
    if (start(change) < free) continue;
    kept.push(change);
    free = change.at(-1)?.end ?? free;
  }
  return kept;
}

/** Makes changes that are compatible, and so in the order of the text. */
export function splice(text: string, changes: readonly Change[]): string {
  let [made, from] = ['', 0];
  for (const { start, end, text: put } of changes.flat()) {
    made += text.slice(from, start) + put;
    from = end;
  }
  return made + text.slice(from);
}

/** A place in a text. */
export interface Place {
  readonly text: string;
  readonly offset: number;
}

interface Details {
  /** Whether the text can be edited in no place at all. */
  readonly isClosed?: boolean;
  /** What is to blame, where that is one place. */
  readonly place?: Place;
}

/** A text that cannot be edited so without changing what nobody asked for. The message says why, for people, if that is known. */
export class Unmendable extends Error {
  override readonly name = 'Unmendable';
  readonly code = 'UNMENDABLE';
  readonly isClosed: boolean;
  readonly place: Place | undefined;

  constructor(message = '', { isClosed = false, place }: Details = {}) {
    super(message);
    this.isClosed = isClosed;
    this.place = place;
  }
}
