import { hasControlCharacter } from '../../config/yaml-control.js';
import { flawsOfText } from '../../config/yaml-scanner.js';
import { mayHaveOddBrackets } from './list-key.js';
import { mayHaveTextBehindQuotes } from './text-behind.js';

/** What js-yaml may take for something else than kubectl does. */
const MISREAD: readonly RegExp[] = [
  // These three are the start of a document to it whatever follows, and not the start of a word.
  /^---\S/m,
  // Behind an item with nothing in it, it takes the next item of the list around for one of the same list.
  /-(?<=(?:^|[ \t])-)[ \t]*(?:#.*)?$/m,
];

/**
 * A tag without a name, which makes text of what follows, !!str on the line above text, which the parser forgets, and the tag of a list or
 * a map with none behind it, where the parser makes up an empty one.
 */
const ODD_TAG = /!(?<=(?:^|[\s,[{])!)(?:\s|$|!str[ \t]*(?:[&#].*)?$|!(?:seq|map)(?![ \t]+[[{]))/m;

/** Whether js-yaml may take a text for something else than kubectl does. */
export function isMisread(text: string): boolean {
  return (
    MISREAD.some((pattern) => pattern.test(text)) ||
    (text.includes('!') && ODD_TAG.test(text)) ||
    hasControlCharacter(text) ||
    mayHaveOddBrackets(text) ||
    mayHaveTextBehindQuotes(text) ||
    (text.includes('&') && (hasAnchorTwice(text) || hasAnchorAbove(text))) ||
    flawsOfText(text).length > 0
  );
}

/** An anchor as far as kubectl knows it, and no && of a script. */
const NAME = /&(?<=(?:^|[\s,:[{])&)[\w-]+/g;

/** The parser sets an anchor when its value ends, so that one of the same name within the value is forgotten. */
function hasAnchorTwice(text: string): boolean {
  const names = text.match(NAME) ?? [];
  return new Set(names).size < names.length;
}

/** An anchor with a blank behind it. */
const ANCHOR = /&(?<=(?:^|[\s,[{])&)[\w-]+(?=\s)/g;

/** An anchor on the line above an alias or another anchor the parser takes for one more name. */
function hasAnchorAbove(text: string): boolean {
  const anchor = new RegExp(ANCHOR);
  while (anchor.test(text)) {
    const next = contentBehind(text, anchor.lastIndex);
    if (/[&*]/.test(text.charAt(next))) return true;
    // What looks like an anchor in the comments between has the same behind it, so that each of them is gone through once.
    anchor.lastIndex = next;
  }
  return false;
}

/** Where anything but blanks and comments comes next. It steps over them without a way back, however many they are. */
function contentBehind(text: string, from: number): number {
  let at = indexOf(/\S/g, text, from);
  while (text.charAt(at) === '#') at = indexOf(/\S/g, text, indexOf(/[\n\r]/g, text, at));
  return at;
}

function indexOf(pattern: RegExp, text: string, from: number): number {
  pattern.lastIndex = from;
  return pattern.exec(text)?.index ?? text.length;
}
