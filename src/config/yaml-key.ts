import type { TextFlaw } from './yaml-lexeme.js';

const LINES = 'kubectl wants this colon on the line where its key begins, or ? and a blank before the key';
const LONG =
  'kubectl takes no key of more than 1024 characters for one: write ? and a blank before it, and : on the next line';

/** How far behind its start the colon of a key may stand, in characters: go.yaml.in/yaml/v2 scannerc.go. */
const LONGEST = 1024;

/** What may turn out to be a key: where it begins. */
export interface Key {
  /** From 0. */
  readonly column: number;
  readonly offset: number;
}

/** A key that a question mark begins, whose colon may stand anywhere. */
export const EXPLICIT: Key = { column: 0, offset: Infinity };

/** What keeps kubectl from taking what stands before a colon for a key. */
export function* flawsOfKey(source: string, { offset }: Key, colon: number): Iterable<TextFlaw> {
  // Of a key that is too long no more is looked at than tells so: keys may hold keys. A character has two code units at most.
  const key = source.slice(offset, Math.min(colon, offset + 2 * LONGEST + 1));
  if (key.includes('\n')) yield flawOfLoneColon(colon);
  else if (key.length > LONGEST && Array.from(key).length > LONGEST) yield { offset, message: LONG };
}

/** The same for a colon without a key before it in its line. */
export function flawOfLoneColon(offset: number): TextFlaw {
  return { offset, message: LINES };
}

/** A colon so far to the right that the start of its key may be out of reach. */
const FAR_COLON = /(?<![^\n\r])[^\n\r]{1024}[^\n\r]*?:(?:\s|$)/m;

/** Between brackets a value may stand right behind a key in quotes. */
const QUOTES = ['"', "'"] as const;

/** Whether a text may have a key that is too long. Nearly always each line is too short for one, and only its end is looked for. */
export function mayHaveLongKey(text: string): boolean {
  let start = 0;
  while (start + LONGEST < text.length) {
    const end = text.lastIndexOf('\n', start + LONGEST);
    if (end < start) return FAR_COLON.test(text) || QUOTES.some((quote) => hasLongQuoted(text, quote));
    start = end + 1;
  }
  return false;
}

function hasLongQuoted(text: string, quote: string): boolean {
  for (let end = text.indexOf(quote); end !== -1;) {
    const next = text.indexOf(quote, end + 1);
    if (next - end > LONGEST - 2 && text.charAt(next + 1) === ':') return true;
    end = next;
  }
  return false;
}
