import { isReading } from './connection-gap.js';
import type { Found } from './connection-list.js';
import { isPlaceholder } from './secret-placeholder.js';

/** What every setting has by which a program says who it is to a directory. */
const SIGN = /[bB]ind_?(?:dn|DN|Dn)/;

/** bind_dn: cn=shop,dc=example,dc=com, in YAML, TOML or JSON. */
const LOGIN_LINE = /^[ \t]{0,64}(?:- )?["']?bind_?dn["']?[ \t]{0,16}[:=][^=]{1,256}=/i;

/** The setting beside it, with the password in quotes, or bare. */
const PASSWORD_LINE =
  /^[ \t]{0,64}["']?(?:password|bind_?(?:credentials|password|pw))["']?[ \t]{0,16}([:=])[ \t]{1,16}(?:(?:"([^"]{1,256})"|'([^']{1,256})')[ \t,]{0,8}|([^\s"'#,]{1,256})[ \t]{0,8})(?:#|\r|$)/i;

/** How far one may be from the other, in lines. */
const REACH = 6;

/** A longer line is no setting. In characters. */
const LONGEST_LINE = 700;

/** The passwords of files that say how a program logs in to a directory: beside a bind_dn a password is nothing else. */
export function* directoryPasswords(text: string): Iterable<Found> {
  if (!SIGN.test(text)) return;
  const lines = text.split('\n');
  let offset = 0;
  for (const [index, line] of lines.entries()) {
    const password = passwordOn(line);
    if (password !== undefined && isNearLogin(lines, index)) yield { password, end: offset + line.length };
    offset += line.length + 1;
  }
}

function passwordOn(line: string): string | undefined {
  const [, sign, ...values] = (line.length > LONGEST_LINE ? undefined : PASSWORD_LINE.exec(line)) ?? [];
  const [double, single, bare] = values;
  if (bare === undefined) return double ?? single;
  // Behind a sign of equality, and with a dot or a bracket, a bare word is a name of code, as one that says what it is may be.
  const isCode = sign === '=' || /^[A-Za-z_]\w*\./.test(bare) || isReading(bare) || isPlaceholder(bare);
  return isCode ? undefined : bare;
}

function isNearLogin(lines: readonly string[], index: number): boolean {
  const near = lines.slice(Math.max(0, index - REACH), index + REACH + 1);
  return near.some((line) => line.length <= LONGEST_LINE && LOGIN_LINE.test(line));
}
