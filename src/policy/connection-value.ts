import { isAskedFor, isReading } from './connection-gap.js';
import { isAfterComma, isAfterRedis, REACH } from './connection-place.js';
import type { Place } from './connection-place.js';
import { saysSecret } from './secret-name.js';
import { isDirectory } from './secret-value.js';

/** What stands behind a password=, and where on the line that ends. */
export interface Value {
  readonly text: string;
  readonly isQuoted: boolean;
  readonly end: number;
}

/** A value in quotes of its own. */
const QUOTED = /^("""|'''|\\?["']|&quot;|&apos;)(.*?)\1/;

/** What stands behind a setting that has a line of its own. */
const LINE_BEHIND = /^[ \t]{0,64}[,;)]{0,2}[ \t]{0,64}(?:[#;\r]|\/\/|$)/;

/** What a page calls a password in some language: password=Passwort. */
const LABEL = /^(?:\p{Lu}\p{Ll}{1,31}|[^\x21-\x7e]{1,256})$/u;

/** Of a part of something, or of a function that gets it: args.password, get_secret. */
const NAME_OF_CODE = /^(?:[A-Za-z_$][\w$]*(?:(?:\.|->|::)\w+)+|(?:fetch|get|load|read)[_A-Z]\w*)$/;

/** The value of a password=, unless it has none, or a name of code in its place. */
export function valueOf(place: Place): Value | undefined {
  const value = readAt(place);
  return value.text === '' || (!value.isQuoted && isCode(place, value.text)) ? undefined : value;
}

/** Whether nothing stands behind a value on its line, and it is no label. A bare word with a comma behind it is an argument of code. */
export function endsLine({ line }: Place, { text, isQuoted, end }: Value): boolean {
  const behind = line.slice(end, end + REACH);
  if (!isQuoted && LABEL.test(text)) return false;
  return LINE_BEHIND.test(behind) && (isQuoted || !/^[,)]/.test(behind));
}

/** A directory, or any PWD that has no semicolon before or behind it, is where a shell works. */
export function isOfList({ line, at }: Place, { text, end }: Value): boolean {
  const isParted = /;[ \t]{0,3}$/.test(line.slice(Math.max(0, at - 4), at)) || line.charAt(end) === ';';
  return isParted && !isDirectory(text);
}

function readAt(place: Place): Value {
  const { line, start, within } = place;
  const rest = line.slice(start, start + REACH);
  const isAtEnd = within !== undefined && rest.startsWith(within.quote);
  const [whole = '', , quoted] = (isAtEnd ? undefined : QUOTED.exec(rest)) ?? [];
  if (quoted !== undefined) return { text: quoted, isQuoted: true, end: start + whole.length };
  const text = isAtEnd ? '' : bareIn(rest, within?.quote === "'", isAfterComma(place));
  return { text, isQuoted: false, end: start + text.length };
}

/** What stands there up to a blank, a semicolon or the end of the string, without what closes a call. */
function bareIn(rest: string, isInApostrophes: boolean, isParted: boolean): string {
  const [word = ''] = /^(?:<[^<>]{1,253}>|[^\s;]{1,256})/.exec(rest) ?? [];
  const end = word.search(isInApostrophes ? /\\?['"`]|&quot;|<\// : /\\?["`]|\\'|&(?:quot|apos);|<\//);
  const text = end < 0 ? word : word.slice(0, end);
  return (isParted ? text.replace(/,.*/, '') : text).replace(/[),]{1,8}$/, '');
}

/** Whether a value without quotes is code, or is a word of prose: a name, a call, an argument; or is the next setting or a comment. */
function isCode(place: Place, text: string): boolean {
  if (/^(?:[a-z]|#)$/i.test(text) || isReading(text) || isAskedFor(text)) return true;
  if (NAME_OF_CODE.test(text)) return place.isSpaced || saysSecret(text);
  if (place.isSpaced && /^(?:[A-Za-z_]+\d?[.:]?|\w+=.*)$/.test(text)) return true;
  return isAfterComma(place) && !isAfterRedis(place);
}
