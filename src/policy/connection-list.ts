import { isAskedFor, isReading } from './connection-gap.js';
import { firstFrom } from './first-from.js';
import { saysSecret } from './secret-name.js';
import { isDirectory } from './secret-value.js';

/** A password, and where it ends in the text that it was found in. */
export interface Found {
  readonly password: string;
  readonly end: number;
}

/** What every such setting has, so that most texts need not be looked at any closer. */
const SETTING = /(?<![\w.$&?/@-])p(?:assword|wd)[ \t]{0,16}=/i;

/** A quote that opens or closes a string, a character that is escaped, or password=…. An apostrophe between two letters is none. */
const TOKEN = /\\.|["`]|(?<![a-z])'|'(?![a-z])|(?<![\w.$&?/@-])(password|pwd)([ \t]{0,16})=(?![=~>])([ \t]{0,16})/gi;

/** What a list has beside its password, without which that may be anything. HOST = 'host' only gives the name a name. */
const HOST = /(?<![\w.$&?/@-])(server|data source|host|addr|address)[ \t]{0,16}=(?![ \t]{0,16}["']\1["'])/gi;
const BESIDE = new RegExp(`${HOST.source}|,p(?:assword|wd)[ \\t]{0,16}=`, 'i');
const HOST_LINE =
  /^[ \t]{0,64}(?:[#;][ \t]{0,8})?(?:[a-z]{3,6}[ \t])?(server|data source|host|addr|address)[ \t]{0,16}=(?![ \t]{0,16}["']?\1\b)/i;

/** What stands before a setting that has a line of its own, and behind it. */
const LINE_BEFORE = /^[ \t]{0,64}(?:[#;][ \t]{0,8})?(?:(?:export|const|let|set|var)[ \t])?$/i;
const LINE_BEHIND = /^[ \t]{0,64}[,;)]{0,2}[ \t]{0,64}(?:[#;\r]|\/\/|$)/;

/** What a page calls a password in some language: password=Passwort. */
const LABEL = /^(?:\p{Lu}\p{Ll}{1,31}|[^\x21-\x7e]{1,256})$/u;

/** How far a password may be from its host on one line, in characters, and how long either may be. */
const REACH = 300;

/** How far it may be from it in lines that have one setting each. */
const REACH_IN_LINES = 10;

/** A value in quotes of its own. */
const QUOTED = /^("""|'''|\\?["']|&quot;|&apos;)(.*?)\1/;

/** What Redis is told: hosts, with their ports or alone, and options, parted by commas. */
const REDIS_HOST = /^(?:[\w.-]{1,128}=)?[\w.-]{1,253}:\d{2,5}$/;
const REDIS_PART = /^(?:[\w.-]{1,253}:\d{2,5}|[A-Za-z]{1,32}=[^=]{0,253})$/;

/** A line with its password=, as it has been read up to there. */
interface Place {
  readonly line: string;
  /** Where the name begins, and where the value does. */
  readonly at: number;
  readonly start: number;
  readonly isPwd: boolean;
  /** Whether blanks stand before the sign, or behind it. */
  readonly isSpaced: boolean;
  /** The string that it stands in, by its quote and by where that opens. */
  readonly within: { readonly quote: string; readonly from: number } | undefined;
  /** Where hosts begin on the line, in order. */
  readonly hosts: readonly number[];
}

interface Value {
  readonly text: string;
  readonly isQuoted: boolean;
  readonly end: number;
}

/**
 * The passwords of lists such as Server=db;Password=… and host=db password=…, in a string or without one; of cache:6379,password=…; and
 * of lines with a setting each. A host has to be near: on the same line, or for lines with a setting each on one of the next.
 */
export function* listedPasswords(text: string): Iterable<Found> {
  if (!SETTING.test(text) || !BESIDE.test(text)) return;
  const lines = text.split('\n');
  let offset = 0;
  for (const [index, line] of lines.entries()) {
    for (const place of placesIn(line)) {
      const value = passwordAt(place, lines, index);
      if (value !== undefined) yield { password: value.text, end: offset + value.end };
    }
    offset += line.length + 1;
  }
}

function* placesIn(line: string): Iterable<Place> {
  if (!SETTING.test(line)) return;
  const hosts = Array.from(line.matchAll(HOST), ({ index }) => index);
  let within: Place['within'];
  for (const { 0: sign, 1: name, 2: before = '', 3: behind = '', index: at } of line.matchAll(TOKEN)) {
    if (name !== undefined) {
      const isSpaced = before + behind !== '';
      yield { line, at, start: at + sign.length, isPwd: name.length === 3, isSpaced, within, hosts };
    } else if (within === undefined) {
      if (!sign.startsWith('\\')) within = { quote: sign, from: at };
    } else if (within.quote === sign) {
      within = undefined;
    }
  }
}

function passwordAt(place: Place, lines: readonly string[], index: number): Value | undefined {
  const isListed = isNearHost(place) || isAfterRedis(place);
  if (!isListed && !hasOwnLine(place)) return undefined;
  const value = valueOf(place);
  if (isNone(place, value)) return undefined;
  if (place.isPwd) return isOfList(place, value) ? value : undefined;
  return isListed || (endsLine(place, value) && isNearHostLine(lines, index)) ? value : undefined;
}

/** Whether a host is in the same string, or on the same line where it is in none. */
function isNearHost({ at, start, within, hosts, line }: Place): boolean {
  const first = hosts[firstFrom(Math.max(within?.from ?? 0, at - REACH), hosts, (host) => host)];
  if (first === undefined || first > start + REACH) return false;
  if (first < at || within === undefined) return true;
  return !line.slice(start, first).includes(within.quote);
}

function isAfterRedis({ line, at, start, within }: Place): boolean {
  if (line[at - 1] !== ',') return false;
  const list =
    line
      .slice(Math.max(0, at - REACH), at - 1)
      .split(/[\s"'`]/)
      .at(-1) ?? '';
  const [host = '', ...others] = list.split(',');
  // Without its port a host may be any word, so that the list is all there is.
  const isAll =
    at - 1 - list.length === (within?.from ?? -1) + 1 &&
    /^[^\s"'`]{1,256}(?:["'`]|$)/.test(line.slice(start, start + REACH));
  if (!REDIS_HOST.test(host) && !(isAll && /^[\w.-]{1,253}$/.test(host))) return false;
  return others.every((part) => REDIS_PART.test(part));
}

/** Whether a password begins a line. Of a PWD that tells nothing: a shell has one of its own. */
function hasOwnLine({ line, at, isPwd, within }: Place): boolean {
  return within === undefined && !isPwd && at < REACH && LINE_BEFORE.test(line.slice(0, at));
}

function isNearHostLine(lines: readonly string[], index: number): boolean {
  const near = lines.slice(Math.max(0, index - REACH_IN_LINES), index + REACH_IN_LINES + 1);
  return near.some((line) => HOST_LINE.test(line.slice(0, REACH)));
}

/** Whether nothing stands behind a value on its line, and it is no label. A bare word with a comma behind it is an argument of code. */
function endsLine({ line }: Place, { text, isQuoted, end }: Value): boolean {
  const behind = line.slice(end, end + REACH);
  if (!isQuoted && LABEL.test(text)) return false;
  return LINE_BEHIND.test(behind) && (isQuoted || !/^[,)]/.test(behind));
}

/** A directory, or any PWD that has no semicolon before or behind it, is where a shell works. */
function isOfList({ line, at }: Place, { text, end }: Value): boolean {
  const isParted = /;[ \t]{0,3}$/.test(line.slice(Math.max(0, at - 4), at)) || line.charAt(end) === ';';
  return isParted && !isDirectory(text);
}

function valueOf({ line, at, start, within }: Place): Value {
  const rest = line.slice(start, start + REACH);
  const isAtEnd = within !== undefined && rest.startsWith(within.quote);
  const [whole = '', , quoted] = (isAtEnd ? undefined : QUOTED.exec(rest)) ?? [];
  if (quoted !== undefined) return { text: quoted, isQuoted: true, end: start + whole.length };
  const text = isAtEnd ? '' : bareIn(rest, within?.quote === "'", isAfterComma(line, at));
  return { text, isQuoted: false, end: start + text.length };
}

/** What stands there up to a blank, a semicolon or the end of the string, without what closes a call. */
function bareIn(rest: string, isInApostrophes: boolean, isParted: boolean): string {
  const [word = ''] = /^(?:<[^<>]{1,253}>|[^\s;]{1,256})/.exec(rest) ?? [];
  const end = word.search(isInApostrophes ? /\\?['"`]|&quot;|<\// : /\\?["`]|\\'|&(?:quot|apos);|<\//);
  const text = end < 0 ? word : word.slice(0, end);
  return (isParted ? text.replace(/,.*/, '') : text).replace(/[),]{1,8}$/, '');
}

function isNone(place: Place, value: Value): boolean {
  return value.text === '' || (!value.isQuoted && isCode(place, value.text));
}

/** Whether a value without quotes is code, or is a word of prose: a name, a call, an argument; or is the next setting or a comment. */
function isCode(place: Place, text: string): boolean {
  if (/^(?:[a-z]|#)$/i.test(text) || isReading(text) || isAskedFor(text)) return true;
  if (/^[A-Za-z_$][\w$]*(?:(?:\.|->|::)\w+)+$/.test(text)) return place.isSpaced || saysSecret(text);
  if (place.isSpaced && /^(?:[A-Za-z_]+\d?[.:]?|\w+=.*)$/.test(text)) return true;
  return isAfterComma(place.line, place.at) && !isAfterRedis(place);
}

function isAfterComma(line: string, at: number): boolean {
  return /[,(][ \t]{0,3}$/.test(line.slice(Math.max(0, at - 4), at));
}
