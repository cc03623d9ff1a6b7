import { hasOddLineEnd } from './yaml-line-end.js';

/** A tab where a line begins, or behind a dash or a question mark; not one behind a key. */
const TABBED = /^ *(?:: *)?\t|[-?](?<=(?:^|[ \t])[-?]) *\t/m;

/** A quote that no quoted text ends with, so that it is a part of text without quotes. */
const LONE_QUOTE = String.raw`(?<!(?<![^\s,[{])"[^"\n]*)"|(?<!(?<![^\s,[{])'[^'\n]*)'`;

/** A colon that would end a key between brackets if kubectl needed no blank behind it, or that begins something there. */
const ODD_COLON = new RegExp(
  `:(?:[,[\\]{}](?<=(?:[^\\s"',[\\]{}]|${LONE_QUOTE})[ \\t]*:.)|[^\\s,[\\]{}](?<=(?:[[{,]|:\\s|["']:)\\s*:.))`,
);

/**
 * Escape sequences one after the other, so that each backslash is looked at once. Named are those that JSON and YAML 1.2 have and
 * kubectl has not; of \U there is more than Unicode has characters.
 */
const ESCAPES = /\\(?:(?<odd>\/|U(?!0001|0000[0-9a-cA-CefEF])|u[dD][89a-fA-F])|[^])/g;

function hasOddEscape(text: string): boolean {
  for (const { groups } of text.matchAll(ESCAPES)) if (groups?.['odd'] !== undefined) return true;
  return false;
}

/**
 * All that tells whether a question mark stands between brackets: what is a letter, or a blank in a line, changes nothing. Nor do quotes,
 * which are a part of text that begins without any.
 */
const AROUND_MARKS = /[[{,\]}?#]|:(?=\s)|\n[ \t\r]*/g;

const OPENING = /[[{]/;
const CLOSING = /[\]}]/;

/** Whether a question mark may stand in text between brackets: behind one that opens or a comma, or in a key, or before one that closes. */
function hasOddMark(text: string): boolean {
  let [isBehind, isBefore, open] = [false, false, 0];
  for (const { 0: sign, index } of text.matchAll(AROUND_MARKS)) {
    if (sign === '?' ? isBehind : isBefore && /[,\]}:]/.test(sign)) return true;
    if (sign === ':') continue;
    open = Math.max(0, open + Number(OPENING.test(sign)) - Number(CLOSING.test(sign)));
    if (sign.startsWith('\n')) isBefore &&= open > 0 || /[\]},]/.test(text.charAt(index + sign.length));
    else if (sign !== '#') isBefore = sign === '?';
    isBehind = /[[{,]/.test(sign);
  }
  return false;
}

/**
 * Whether a text may hold what the parsers here read in another way than kubectl, so that somebody has to look closely. This is a quick
 * look, for the answer is nearly always no.
 */
export function mayBeScannedOtherwise(text: string): boolean {
  return (
    (text.includes('\t') && TABBED.test(text)) ||
    (text.includes('\\') && hasOddEscape(text)) ||
    (text.includes('?') && hasOddMark(text)) ||
    hasOddLineEnd(text) ||
    ODD_COLON.test(text)
  );
}
