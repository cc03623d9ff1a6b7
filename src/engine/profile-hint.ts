import { clip, printable } from '../policy/quote.js';
import { didYouMean } from './nearest.js';

/** Levels of Pod Security that have another name here. Privileged demands nothing: no profile does that. */
const levels: ReadonlyMap<string, string> = new Map([['restricted', 'production']]);

/** The longest hint, in characters: an operator may have any number of profiles, with names of any length. */
const LONGEST = 140;

/** What to append to a message about a profile that does not exist: the nearest right name, or else all there are. */
export function profileHint(wrong: string, names: readonly string[]): string {
  const meant = levels.get(wrong.toLowerCase());
  if (meant !== undefined && names.includes(meant)) return `; did you mean "${meant}"?`;
  return printable(clip(didYouMean(wrong, names) || `; there are ${names.join(', ')}`, LONGEST));
}
