import { isForEverybody } from './secret-hint.js';

/** A header and a claim set, each of which is an object of JSON in base64, with their signature. */
const WEB_TOKEN = /(?<![\w-])eyJ[\w-]{10,2048}\.(eyJ[\w-]{10,8192})\.[\w-]{10}/g;

/** One alone, be it in quotes or with blanks around it. */
const ONLY_WEB_TOKEN = /^[\s"']{0,8}eyJ[\w-]{10,2048}\.eyJ[\w-]{10,8192}\.[\w-]{10,4096}[\s"']{0,8}$/;

/** The claim by which Supabase lets everybody in who has not signed in yet. Its key stands in the page that every browser loads. */
const ANONYMOUS = /"role"\s{0,3}:\s{0,3}"anon"/;

/**
 * The name that a value stands behind, up to where the value begins: in JSON, also within a string; in YAML, also as one of a list of
 * variables; in code, with its type or without. A name begins where a word does, so that each is tried once.
 */
const NAME_BEFORE =
  /(?<![\w.-])([\w.-]{1,100})[\\"'`]{0,4}(?:\s{1,16}value|\s?:\s?string)?\s{0,3}(?:[:=]|=>|:=)\s{0,8}(?:[>|][+-]?\s{1,16})?[\\"'`]{0,4}$/;

/** How far before a value its name may begin, in characters. */
const LONGEST_LEAD = 160;

/** Whether a text has a JSON Web Token in it. */
export function hasWebToken(text: string): boolean {
  return text.search(WEB_TOKEN) >= 0;
}

/**
 * Whether a value under a name has one in it that not every browser gets. The name speaks of a value that is nothing else; in any
 * other, such as a file, what stands before a token does.
 */
export function hasSecretWebToken(name: string, value: string): boolean {
  return !(isForEverybody(name) && ONLY_WEB_TOKEN.test(value)) && hasUnexcused(value);
}

function hasUnexcused(text: string): boolean {
  for (const { index, 1: claims = '' } of text.matchAll(WEB_TOKEN)) {
    const [, name = ''] = NAME_BEFORE.exec(text.slice(Math.max(0, index - LONGEST_LEAD), index)) ?? [];
    if (!isForEverybody(name) && !isAnonymous(claims)) return true;
  }
  return false;
}

/** Claims come without the padding of base64, so that any length has a meaning but one more than a multiple of four. */
function isAnonymous(claims: string): boolean {
  return claims.length % 4 !== 1 && ANONYMOUS.test(atob(claims.replaceAll('-', '+').replaceAll('_', '/')));
}
