import { BEHIND_BRACKET, mayHaveTextBehindBrackets } from './text-behind.js';

/** What may be a list, or stand before one, where a key may begin between brackets. */
const FIRST_IN_MAP = /\{(?<!\$\{)\s*[[&*!?#]/;
const NEXT = /,\s*[[&*!?#]/g;

/** A list that may be a key already. */
const LIST = /\][ \t]*:(?:\s|$)/;

/** Any of these four. They are looked for at once, for nearly no text has one. */
const IN_BRACKETS = new RegExp([FIRST_IN_MAP, NEXT, LIST, BEHIND_BRACKET].map(({ source }) => source).join('|'), 'm');

/** A question mark where a key may begin, before a list or what may turn out to be one, and an alias that is a key. */
const EXPLICIT = /\?(?<=(?:^|[-?:,[{])[ \t]*\?)\s+(?:[[&*!#]|-\s)/m;
const ALIAS = /\*(?<=(?:^|[\s,[{])\*)[\w-]+\s+:/;

/**
 * How far back the bracket is looked for that a comma stands in. Nothing is lost by a small number but time, for what is not found is
 * left to the other reader.
 */
const FARTHEST = 200;

/** Whether brackets may be misread: a list that is a key, of which js-yaml makes text and kubectl takes none, and text right behind. */
export function mayHaveOddBrackets(text: string): boolean {
  if (text.includes('?') && EXPLICIT.test(text)) return true;
  if (text.includes('*') && ALIAS.test(text)) return true;
  if (!IN_BRACKETS.test(text)) return false;
  if (LIST.test(text) || FIRST_IN_MAP.test(text) || mayHaveTextBehindBrackets(text)) return true;
  return hasFlowMap(text) && Array.from(text.matchAll(NEXT)).some(({ index }) => !isSurelyInList(text, index));
}

/** Whether a map in brackets has an entry. */
function hasFlowMap(text: string): boolean {
  return /\{(?<!\$\{)\s*[^\s{}]/.test(text);
}

const QUOTES = new Set(['"', "'"]);
const CLOSING = new Set([']', '}']);
const OPENING = new Set(['[', '{']);

/** Text that cannot be misread, be it between quotes, or between the end of quotes and the start of others. */
const PLAIN = /^[\w ./-]*$/;

/** Whether a comma stands between the brackets of a list. In quotes and behind comments brackets are none. */
function isSurelyInList(text: string, comma: number): boolean {
  const from = comma - FARTHEST;
  const before = from < 0 ? `\n${text.slice(0, comma)}` : text.slice(from, comma);
  let closed = 0;
  for (let at = before.length - 1; at >= 0; at--) {
    const sign = before.charAt(at);
    if (QUOTES.has(sign)) at = startOfQuoted(before, at);
    else if (sign === '#') return false;
    else if (CLOSING.has(sign)) closed++;
    else if (OPENING.has(sign) && closed-- === 0) return sign === '[' && isOutsideComment(before, at);
  }
  return false;
}

/** Where quotes begin that end at an offset; -1 where that is not sure. */
function startOfQuoted(text: string, end: number): number {
  const start = text.slice(0, end).lastIndexOf(text.charAt(end));
  return PLAIN.test(text.slice(start + 1, end)) ? start : -1;
}

/** The start of the line has to be known. */
function isOutsideComment(text: string, at: number): boolean {
  const lineStart = text.lastIndexOf('\n', at);
  return lineStart !== -1 && !text.slice(lineStart, at).includes('#');
}
