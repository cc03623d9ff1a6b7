import { looksRandom } from './secret-value.js';

/** A word of a name that says: here is a secret. Words are often run together, as in PGPASSWORD. */
const SECRET_WORD =
  /(?:passwords?|passwd|passphrase|secrets?|token|apikey|accesskey|secretkey|privatekey|credentials?)$|^(?:creds|pwd)$/;

/** Words that make a secret of the key that follows them: API_KEY, PRIVATE_KEY, but not PUBLIC_KEY. */
const KEY_WORDS: ReadonlySet<string> = new Set([
  'access',
  'account',
  'api',
  'auth',
  'encryption',
  'hmac',
  'master',
  'private',
  'secret',
  'signing',
  'ssh',
  'storage',
]);

/** Words after which a name speaks of something about a secret: where it lies, how long it may be, how long it holds. */
const ABOUT: ReadonlySet<string> = new Set(
  (
    'addr address age alg algorithm arn attempt audience backend bucket cache char charset claim class column complexity config ' +
    'cookie count day description dir directory disabled domain duration enabled encoder encoding encryption endpoint engine env ' +
    'expiration expire expired expiry field file filename folder format generator header hint history host hour id interval ' +
    'issuer iteration kind label leeway length level lifespan lifetime limit location log logging manager max maximum message ' +
    'method min minimum minute mode model mount name namespace option param parameter path pattern policy port prefix project ' +
    'provider quota ref regex regexp region request required reset retry review role rotation round rule scope second service ' +
    'setting signer size source store strategy strength subject suffix symbol table template timeout ttl type uri url usage user ' +
    'username validation validity version ' +
    'cfg conf crt css html ini js json lua md properties py sh sql toml tpl ts xml yaml yml'
  ).split(' '),
);

/** Whether a word, or what it is the plural of, is such a word: issuers, policies, addresses. */
function isAbout(word: string): boolean {
  return [word, word.replace(/s$/, ''), word.replace(/es$/, ''), word.replace(/ies$/, 'y')].some((one) =>
    ABOUT.has(one),
  );
}

/** What makes a number or a switch of it: MAX_TOKEN anywhere, ALLOW_EMPTY_PASSWORD at the beginning. */
const NUMBERS: ReadonlySet<string> = new Set(['max', 'min', 'num']);
const SWITCHES: ReadonlySet<string> = new Set(['allow', 'disable', 'enable', 'require', 'use']);

/** A name is read this far: the longest key of a ConfigMap has as many characters. */
const LONGEST_NAME = 253;

/** The words of a name, in lower case: DB_PASSWORD, dbPassword and db.password have the same. */
function wordsOf(name: string): readonly string[] {
  return name
    .slice(0, LONGEST_NAME)
    .replace(/([a-z0-9])([A-Z])|([A-Z])([A-Z][a-z])/g, '$1$3 $2$4')
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => word !== '');
}

/** Whether a name says that its value is a secret. The last word that says so counts, and what stands after it. */
export function saysSecret(name: string): boolean {
  const words = wordsOf(name);
  const last = words.findLastIndex((word, index) => isSecretWord(words, word, index));
  if (last < 0 || SWITCHES.has(words[0] ?? '') || words.slice(0, last).some((word) => NUMBERS.has(word))) return false;
  return !words.slice(last + 1).some(isAbout);
}

function isSecretWord(words: readonly string[], word: string, index: number): boolean {
  const before = words[index - 1];
  if (word === 'key') return before !== undefined && KEY_WORDS.has(before);
  // PWD alone is the working directory of a shell; PASS is a password at the end of a longer name only.
  if (word === 'pwd') return words.length > 1;
  if (word === 'pass') return words.length > 1 && index === words.length - 1;
  return SECRET_WORD.test(word);
}

/** What the last words of a name say about some of its values, so that these are no secrets under it. */
interface Meaning {
  readonly words: RegExp;
  readonly isMeant: (value: string) => boolean;
}

const MEANINGS: readonly Meaning[] = [
  // A Secret of the cluster by its name: IMAGE_PULL_SECRET=regcred, DB_PASSWORD_SECRET=shop/db-login.
  {
    words: /(?:^| )(?:certificate|cert|credentials?|existing|passwords?|pull|tls) secrets?$/,
    isMeant: isObjectName,
  },
  // A pod may have several for its images: IMAGE_PULL_SECRETS=regcred,mirror.
  { words: /(?:^| )pull secrets?$/, isMeant: (value) => value.split(',').every((one) => isObjectName(one.trim())) },
  // How somebody says who he is: TOKEN_AUTH=ldap, PASSWORD_AUTHENTICATION=scram-sha-256.
  {
    words: / (?:auth|authentication)$/,
    isMeant: (value) => /^(?:[a-z]{2,12}|md5|krb5|oauth2|saml2|sha\d{1,3}|scram-sha-\d{1,3})$/i.test(value),
  },
  // When a browser sends its cookies along.
  { words: /(?:^| )credentials$/, isMeant: (value) => /^(?:include|omit|same-origin)$/.test(value) },
  // What a language model reads at the end of a text or in a gap of it: PAD_TOKEN=[PAD].
  { words: / token$/, isMeant: (value) => /^\[[A-Z]{2,8}\]$/.test(value) },
];

/** The name of an object, with its namespace or without. It begins with a letter, as hardly a number that is a password does. */
const OBJECT_NAME = /^(?:[a-z][a-z0-9-]{0,62}\/)?[a-z][a-z0-9.-]{0,62}$/;

function isObjectName(value: string): boolean {
  return OBJECT_NAME.test(value) && !value.split(/[./-]/).some(looksRandom);
}

/** Whether a value under a name that says secret is none because of the rest of the name. */
export function isMeantOtherwise(name: string, value: string): boolean {
  const words = wordsOf(name).join(' ');
  return MEANINGS.some((meaning) => meaning.words.test(words) && meaning.isMeant(value));
}
