import type { Pointer } from './pointer.js';
import type { Show } from './quote.js';

/** Something wrong at one place, of which a policy makes a violation where it demands better. */
export interface Fault {
  readonly path: Pointer;
  /** What is there, and what is wrong with it, in the words of a message. */
  readonly words: (show: Show) => string;
  /** What to do about it, where it is not what the policy says of all. */
  readonly remedy?: string;
}
