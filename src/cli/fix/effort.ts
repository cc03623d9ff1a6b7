import { Unmendable } from './splice.js';

/** How much text may still be read, in characters that a command reads as any other text. */
export interface Effort {
  left: number;
}

/** The parser that knows positions takes about so many times as long as the one that does not. */
const COMPOSING = 8;

export const TOO_LONG =
  'something beside it cannot be edited, and to try each object of so long a text alone would take minutes; put it into a file of its own';

/** Takes the effort of reading a text, if there is enough left. */
export function afford({ length }: string, effort: Effort): boolean {
  effort.left -= length;
  return effort.left >= 0;
}

/** What it takes to read a text with and without positions. */
export function costOf({ length }: string): number {
  return length * (1 + COMPOSING);
}

/** Takes the effort of that; fails where there is not enough left. */
export function spend(text: string, effort: Effort | undefined): void {
  if (effort === undefined) return;
  effort.left -= costOf(text);
  if (effort.left < 0) throw new Unmendable(TOO_LONG);
}
