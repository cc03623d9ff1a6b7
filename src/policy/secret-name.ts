import { rememberLatest } from './remember.js';
import { isAbout } from './secret-about.js';

/** A word of a name that says: here is a secret. Words are often run together, as in PGPASSWORD. */
const SECRET_WORD =
  /(?:passwords?|passwd|passphrase|passcode|secrets?|token|apikey|accesskey|secretkey|privatekey|encryptionkey|masterkey|credentials?)$|^(?:creds|pwd|(?:admin|bind|db|root|user)(?:pass|pwd?)|(?:amqp|email|ftp|imap|key|keystore|ldap|mail|mongo|mongodb|mssql|mysql|pg|postgres|rabbit|rabbitmq|redis|require|rpc|sftp|smtp|sql|store|truststore)pass)$/;

/** Words that make a secret of the key that follows them: API_KEY, PRIVATE_KEY, but not PUBLIC_KEY. */
const KEY_WORDS: ReadonlySet<string> = new Set([
  'access',
  'account',
  'aes',
  'api',
  'auth',
  'cipher',
  'crypt',
  'decryption',
  'encryption',
  'fernet',
  'hmac',
  'jwt',
  'master',
  'private',
  'salt',
  'secret',
  'shared',
  'signing',
  'ssh',
  'storage',
  'unseal',
]);

/** Words that make one of the cookie that follows them, by which the nodes of a cluster of Erlang know one another. */
const COOKIE_WORDS: ReadonlySet<string> = new Set(['erlang', 'release']);

/** What makes a number or a switch of it: MAX_TOKEN anywhere, ALLOW_EMPTY_PASSWORD at the beginning. */
const NUMBERS: ReadonlySet<string> = new Set(['max', 'min', 'num', 'per']);
const SWITCHES: ReadonlySet<string> = new Set(
  'accept allow disable enable generate hide ignore mask redact require show skip use'.split(' '),
);

/** A name is read this far: the longest key of a ConfigMap has as many characters. */
const LONGEST_NAME = 253;

/** The words of a name, in lower case: DB_PASSWORD, dbPassword and db.password have the same. */
export const wordsOf: (name: string) => readonly string[] = rememberLatest((name) => {
  const text = name.slice(0, LONGEST_NAME);
  // Most names are written in small letters or in capitals throughout, and there nothing but what is no letter parts words.
  const isMixed = /[a-z]/.test(text) && /[A-Z]/.test(text);
  const parted = isMixed ? text.replace(/([a-z0-9])([A-Z])|([A-Z])([A-Z][a-z])/g, '$1$3 $2$4') : text;
  return parted.toLowerCase().match(/[a-z]+/g) ?? [];
});

/** Whether a name says that its value is a secret. The last word that says so counts, and what stands after it. */
export function saysSecret(name: string): boolean {
  const words = wordsOf(name);
  const last = lastSecretWord(words);
  if (last < 0 || SWITCHES.has(words[0] ?? '') || words.slice(0, last).some((word) => NUMBERS.has(word))) return false;
  return !words.slice(last + 1).some(isAbout);
}

/** The last word of a name that says secret, and what stands before it and after it. */
export interface SecretName {
  readonly before: readonly string[];
  readonly secret: string;
  readonly after: readonly string[];
}

/** Takes a name apart at its secret word: DB_PASSWORD_TENANT is the password of a database, and goes on with tenant. */
export function splitAtSecret(name: string): SecretName {
  const words = wordsOf(name);
  const last = lastSecretWord(words);
  return { before: words.slice(0, Math.max(0, last)), secret: words[last] ?? '', after: words.slice(last + 1) };
}

/** Whether a name says at its end that its value is a secret, and nothing about it after that: DB_PASSWORD, DB_PASSWORD_2. */
export function endsInSecret(name: string): boolean {
  const words = wordsOf(name);
  return isSecretWord(words, words.at(-1) ?? '', words.length - 1);
}

function lastSecretWord(words: readonly string[]): number {
  return words.findLastIndex((word, index) => isSecretWord(words, word, index));
}

function isSecretWord(words: readonly string[], word: string, index: number): boolean {
  const before = words[index - 1];
  // A key vault is a place for keys.
  if (word === 'key') return before !== undefined && KEY_WORDS.has(before) && words[index + 1] !== 'vault';
  if (word === 'cookie') return before !== undefined && COOKIE_WORDS.has(before);
  // PWD alone is the working directory of a shell; PASS and PW are passwords at the end of a longer name only.
  if (word === 'pwd') return words.length > 1;
  if (word === 'pass' || word === 'pw') return words.length > 1 && index === words.length - 1;
  return SECRET_WORD.test(word);
}
