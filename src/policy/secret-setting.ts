/**
 * What counts or measures something: a number, a part of a whole, an amount of memory, a time that something takes, the times at which
 * it is done.
 */
const MEASURES: readonly RegExp[] = [
  /^-?\d{1,3}$/,
  /^\d{0,3}\.\d{1,4}%?$|^\d{1,3}%$/,
  /^\d{1,4}[kKMGT]i?B?$/,
  /^(?:\d{1,6}(?:\.\d{1,3})? ?(?:ns|us|µs|ms|s|m|h|d|w|y)){1,4}$/,
  /^P(?=[\dT])(?:\d{1,4}[YMWD]){0,4}(?:T(?:\d{1,4}[HMS]){1,3})?$/,
  /^(?:(?:[\d*?][\d*?,/LW#-]{0,60}|[A-Z]{3}(?:[,-][A-Z]{3}){0,11})(?: {1,4}|$)){5,7}$/,
  /^@(?:every \S{1,16}|hourly|daily|midnight|weekly|monthly|yearly|annually)$/,
];

/** Whether a value counts or measures something. A password may look so too, but then its name ends by saying what it is. */
export function isMeasure(value: string): boolean {
  return MEASURES.some((pattern) => pattern.test(value));
}

/** A longer value is no plain one. In characters. */
const LONGEST_PLAIN = 253;

/** Letters as words and names of classes have them, not as chance has them. */
const LETTERS = /^[a-z]{0,31}(?:[A-Z]{1,31}[a-z]{2,31}){0,8}[A-Z]{0,31}$/;

/** A number, be it with a letter, or digits in a short word: v2, k8s, eu-west-1a. */
const NUMBERED = /^(?:[a-z][a-z\d]{0,4}|[A-Z][A-Z\d]{0,4}|\d{1,5}[a-z]?)$/;

/** Whether a value is made of plain words, or is the name of a class, a host or an account: com.acme.JwtHandler, auth.shop.svc:8080. */
export function isPlain(value: string): boolean {
  if (value.length > LONGEST_PLAIN) return false;
  return value.split(/[,;] ?| /).every((one) => isMadeOfWords(one) || isQualified(one));
}

/** Digits stand in one word alone: a code has them in every part. */
function isMadeOfWords(text: string): boolean {
  const words = text.split(/[._:/-]/);
  return (
    words.every((word) => LETTERS.test(word) || NUMBERED.test(word)) &&
    words.filter((word) => /\d/.test(word)).length < 2
  );
}

/**
 * An address with its scheme, or a name with two dots, whose words may have a number in one place: com.acme.oauth2.Sha256Handler. One
 * of them is a word or a number alone, as no part of a code need be.
 */
function isQualified(text: string): boolean {
  const [, scheme, rest = ''] = /^([a-z][a-z\d+.-]{0,31}:\/\/)?(.*)$/.exec(text) ?? [];
  if (scheme === undefined && rest.split('.').length < 3) return false;
  const words = rest.split(/[._:/@$#-]/);
  return (
    words.some((word) => /^(?:\D+|\d+)$/.test(word)) &&
    words.every((word) => LETTERS.test(word.replace(/\d{1,12}/, '')))
  );
}

/** An address by its scheme, with any path and query but without a user. It says where something is. In characters, the longest URL. */
const ADDRESS = /^[a-z][a-z\d+.-]{0,31}:\/\/[^\s@]{1,2048}$/i;

export function isAddress(value: string): boolean {
  return ADDRESS.test(value);
}

/** Whether a value is a way to log in or to keep passwords with a number in it. */
export function isProtocol(value: string): boolean {
  return /^(?:md5|krb5|oauth2|saml2|(?:pbkdf2(?:withhmac)?)?sha\d{1,3}|scram-sha-\d{1,3})$/i.test(value);
}

/** Whether a word is the name of a class with a number in it: OAuth2PasswordProvider. Six letters of one word hardly come by chance. */
export function isClassName(word: string): boolean {
  return /\d[a-z]?[A-Z]/.test(word) && /[A-Z][a-z]{5}/.test(word) && LETTERS.test(word.replace(/v?\d{1,4}/gi, ''));
}

/** A word with its number, or a number, be it with a letter: vault2, 1a. */
const COUNTED_WORD = /^(?:[a-z]{1,31}\d{0,2}|\d{1,5}[a-z]?)$/;

/**
 * Whether a value is a name of several words with their numbers, such as that of a host: vault-kv2-prod1. A code has digits in each of
 * its parts, and more than one.
 */
export function isNumberedName(value: string): boolean {
  if (value.length > LONGEST_PLAIN) return false;
  const words = value.split(/[._:/-]/);
  if (words.length < 2 || !words.every((word) => COUNTED_WORD.test(word))) return false;
  return words.some((word) => !/\d/.test(word)) || words.every((word) => /^\D+\d$/.test(word));
}

/** Flags, names with their values, a host with its port, and JSON. */
const STRUCTURES: readonly RegExp[] = [
  /^--?[A-Za-z]/,
  /^[A-Za-z][A-Za-z_.-]{0,62}=[^=]/,
  /^[a-z][a-z0-9.-]{0,252}:\d{2,5}$/,
  /^\[.*\]$|^\{.*\}$/s,
];

/** Whether a value says by its form how it is to be read, as no password does. */
export function isStructured(value: string): boolean {
  return STRUCTURES.some((pattern) => pattern.test(value));
}
