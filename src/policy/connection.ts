import { directoryPasswords } from './connection-directory.js';
import { isExample } from './connection-example.js';
import { isGap } from './connection-gap.js';
import { listedPasswords } from './connection-list.js';
import type { Found } from './connection-list.js';
import { isLiteralSecret } from './secret-value.js';

/*
 * Where connections carry their passwords. Every pattern is bounded, and begins with a character that is rare in the text or with a
 * word, so that each is linear: whoever looks for the first letter of a scheme goes through every word of the text, at each letter anew.
 * A template such as {{ .Values.password }} is one password, whatever spaces it has.
 */

/** postgres://user:password@host. Of the scheme its last character is enough. */
const IN_ADDRESS = /[a-z0-9]:\/\/[^\s/?#:@]{0,128}:([^\s/?#@"'`]{1,256})@/gi;

/** …?user=shop&password=…, but not user===…&&password===… */
const IN_QUERY = /(?<!&)[?&](?:password|pwd)=(?!=)(\{\{[^{}]{1,253}\}\}|<[^<>\n]{1,253}>|[^&\s"'`\\]{1,256})/gi;

/** user:password@tcp(db:3306)/shop, as Go writes it, or user:password@(db:3306)/shop, which means the same. */
const IN_DSN = /:([^\s:"'`]{1,256})@(?:(?:tcp6?|unix|cloudsql)\(|(?=\([\w.-]{1,253}:\d{2,5}\)\/)\()/gi;

/** //registry.example.com/:_authToken=… in an .npmrc. */
const IN_REGISTRY = /:_(?:auth|authToken|password)\s{0,3}=\s{0,3}([^\s;]{1,512})/g;

/** A JDBC address, up to where a file of settings, XML or code goes on. In it lists are written without spaces. */
const JDBC = /jdbc:(?:\{\{[^{}]{1,253}\}\}|[^\s"'`<>\\]){1,2048}/gi;
const IN_JDBC_LIST = /[;:](?:password|pwd)=([^;&]{1,256})/gi;

/** jdbc:oracle:thin:user/password@//host */
const IN_ORACLE = /^jdbc:oracle:[a-z0-9]{1,16}:[^/@:]{1,128}\/([^/@]{1,256})@/gi;

/** … required username="user" password="…"; of JAAS, which Kafka is told to log in by. */
const IN_JAAS = /\spassword\s{0,3}=\s{0,3}\\?["']([^"'\\]{1,256})/gi;

/** … user_shop="…", where the same lists who may log in, as ZooKeeper is told. */
const USER_IN_JAAS = /\suser_\w{1,64}\s{0,3}=\s{0,3}\\?["']([^"'\\]{1,256})/gi;

const CONTROL_FLAG = /\s(?:required|requisite|sufficient|optional)\s/i;

/** The same with the password as a bare word, which prose has as well: it counts after the flag of a login module alone. */
const BARE_IN_JAAS = /\spassword\s{0,3}=\s{0,3}([^\s"'\\;{][^\s"'\\;]{0,255})/gi;
const LOGIN_MODULE = /LoginModule\s{1,8}(?:required|requisite|sufficient|optional)\s/;

/** What a build fills in: @kafka.password@. A password may begin like one. */
const FILLED_IN = /^@[A-Za-z][\w.-]{0,252}@$/;

/** How far before the password of a JAAS line its control flag may stand, in characters. */
const LONGEST_OPTIONS = 512;

/** Whether a text has a connection with a password in it that is a literal one. */
export function hasPassword(text: string): boolean {
  // Each of the patterns has one of these characters, and most texts have neither.
  if (!text.includes('=') && !text.includes('@')) return false;
  for (const { 0: match, 1: password = '', index } of passwordsIn(text)) {
    if (isWritten(text, { password, end: index + match.length })) return true;
  }
  for (const passwords of [listedPasswords, directoryPasswords]) {
    for (const found of passwords(text)) if (isWritten(text, found)) return true;
  }
  return false;
}

function isWritten(text: string, { password, end }: Found): boolean {
  return isLiteralSecret(password) && !isGap(password) && !isExample(text, password, end);
}

/** One after the other, for the first that is a literal one ends the search. */
function* passwordsIn(text: string): Iterable<RegExpExecArray> {
  for (const pattern of [IN_ADDRESS, IN_QUERY, IN_DSN, IN_REGISTRY]) yield* text.matchAll(pattern);
  for (const address of text.matchAll(JDBC)) {
    for (const pattern of [IN_JDBC_LIST, IN_ORACLE]) yield* passwordsOf(address, pattern);
  }
  yield* optionsAfter(CONTROL_FLAG, IN_JAAS, text);
  yield* optionsAfter(LOGIN_MODULE, BARE_IN_JAAS, text);
  yield* optionsAfter(LOGIN_MODULE, USER_IN_JAAS, text);
}

/** Those of an address, by where they are in the whole text. */
function* passwordsOf(address: Readonly<RegExpExecArray>, pattern: RegExp): Iterable<RegExpExecArray> {
  for (const found of address[0].matchAll(pattern)) {
    found.index += address.index;
    yield found;
  }
}

/** The passwords that have a flag before them in their statement: password="…" alone may be anything. */
function* optionsAfter(flag: RegExp, password: RegExp, text: string): Iterable<RegExpExecArray> {
  // Most texts have no flag at all, and need not be searched for one at each password.
  if (!flag.test(text)) return;
  for (const found of text.matchAll(password)) {
    if (FILLED_IN.test(found[1] ?? '')) continue;
    const before = text.slice(Math.max(0, found.index - LONGEST_OPTIONS), found.index);
    if (flag.test(`${before.slice(before.lastIndexOf(';') + 1)} `)) yield found;
  }
}
