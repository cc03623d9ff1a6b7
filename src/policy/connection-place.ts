import { firstFrom } from './first-from.js';

/** What every setting has, so that most texts and lines need not be looked at any closer. */
const SETTING = /(?<![\w.$&?/@-])p(?:assword|wd)[ \t]{0,16}=/i;

/** A quote that opens or closes a string, a character that is escaped, or password=…. An apostrophe between two letters is none. */
const TOKEN = /\\.|["`]|(?<![a-z])'|'(?![a-z])|(?<![\w.$&?/@-])(password|pwd)([ \t]{0,16})=(?![=~>])([ \t]{0,16})/gi;

/** What a list has beside its password, without which that may be anything. HOST = 'host' only gives the name a name. */
const HOST = /(?<![\w.$&?/@-])(server|data source|host|addr|address)[ \t]{0,16}=(?![ \t]{0,16}["']\1["'])/gi;
const BESIDE = new RegExp(`${HOST.source}|,p(?:assword|wd)[ \\t]{0,16}=`, 'i');

/** What stands before a setting that has a line of its own. */
const LINE_BEFORE = /^[ \t]{0,64}(?:[#;][ \t]{0,8})?(?:(?:export|const|let|set|var)[ \t])?$/i;

/** How far a password may be from its host on one line, in characters, and how long either may be. */
export const REACH = 300;

/** What Redis is told: hosts, with their ports or alone, and options, parted by commas. */
const REDIS_HOST = /^(?:[\w.-]{1,128}=)?[\w.-]{1,253}:\d{2,5}$/;
const REDIS_PART = /^(?:[\w.-]{1,253}:\d{2,5}|[A-Za-z]{1,32}=[^=]{0,253})$/;

/** A line with its password=, as it has been read up to there. */
export interface Place {
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

/** Whether a text may have a password= with a host beside it. */
export function mayHavePlaces(text: string): boolean {
  return SETTING.test(text) && BESIDE.test(text);
}

export function* placesIn(line: string): Iterable<Place> {
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

/** Whether a host is in the same string, or on the same line where it is in none. */
export function isNearHost({ at, start, within, hosts, line }: Place): boolean {
  const first = hosts[firstFrom(Math.max(within?.from ?? 0, at - REACH), hosts, (host) => host)];
  if (first === undefined || first > start + REACH) return false;
  if (first < at || within === undefined) return true;
  return !line.slice(start, first).includes(within.quote);
}

export function isAfterRedis({ line, at, start, within }: Place): boolean {
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
export function hasOwnLine({ line, at, isPwd, within }: Place): boolean {
  return within === undefined && !isPwd && at < REACH && LINE_BEFORE.test(line.slice(0, at));
}

/** Whether it is an argument of a call, or one of a list with commas. */
export function isAfterComma({ line, at }: Place): boolean {
  return /[,(][ \t]{0,3}$/.test(line.slice(Math.max(0, at - 4), at));
}
