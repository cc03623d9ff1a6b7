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
    'setting signer size source store strategy strength subject suffix table template timeout ttl type uri url usage user ' +
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

/** Values that switch something, say where a secret is, or are put together from others: none of them is a secret itself. */
const HARMLESS: readonly RegExp[] = [
  /^\s*$/,
  /^(?:true|false|yes|no|on|off|none|null|enabled|disabled|0|1)$/i,
  // References that the kubelet, a shell or a template fills in, and nothing beside them. A name ends where its last letter does:
  // if underscores could be counted to what stands between names as well, the ways to read a text would multiply with each name.
  /^(?:(?:bearer|basic|token) )?(?:\$\([^()]{1,253}\)|\$\{[^{}]{1,253}\}|\{\{[^{}]{1,253}\}\}|\$[A-Za-z_]\w{0,252}(?!\w)|%(?:\(\w{1,253}\))?s|[\s/:@._'"-])+$/i,
  // What stands where a secret was taken out, or is to be put in.
  /^(?:<[^<>]{0,253}>|\*+|x{3,}|\.{3})$/i,
  // Files, and entries of stores that hold secrets.
  /^(?:file:\/\/)?\/(?:etc|mnt|opt|run|secrets?|tmp|usr|var|vault)\/[\w./-]{1,4096}$/,
  /^(?:arn:aws:(?:secretsmanager|ssm):|awssm:|gcpsm:|op:\/\/|ref\+|sm:\/\/|vault:)/,
];

/** Whether a value under a name that says secret is a literal one. */
export function isLiteralSecret(value: string): boolean {
  const start = value.slice(0, LONGEST_VALUE);
  return !HARMLESS.some((pattern) => pattern.test(start));
}

/** A value is read this far, in characters, where the whole of it has to have a form. */
const LONGEST_VALUE = 4_200;

/** What gives a secret away wherever it stands, with the name that a message gives it. Each pattern is bounded, so each is linear. */
const TELLTALES: readonly (readonly [name: string, pattern: RegExp])[] = [
  ['a private key', /(?:^|[^A-Za-z])BEGIN (?:[A-Z0-9]{1,20} ){0,4}PRIVATE KEY/],
  ['a private key', /PuTTY-User-Key-File-\d/],
  // The base64 of "-----BEGIN", and of " PRIVATE KEY" or the first letters of what may stand before it.
  [
    'a private key',
    /LS0tLS1CRUdJTi(?:BQUklWQVRFIEtFW|BSU0EgUFJJVkFURSBLRV|BFQyBQUklWQVRFIEtFW|BPUEVOU1NIIFBSSVZBVEUgS0V|BFTkNSWVBURUQgUFJJVkFURSBLRV)/,
  ],
  ['a key of AWS', /(?:^|[^A-Za-z0-9])A(?:KIA|SIA)[A-Z0-9]{16}(?![A-Za-z0-9])/],
  ['a key of Google Cloud', /(?:^|[^\w-])AIza[\w-]{35}(?![\w-])/],
  ['a key of Azure', /(?:AccountKey|SharedAccessKey)=[A-Za-z0-9+/]{40,120}=?/],
  ['a token of GitHub', /(?:^|[^A-Za-z0-9])(?:gh[opsur]_[A-Za-z0-9]{36}|github_pat_\w{22})/],
  ['a token of GitLab', /(?:^|[^\w-])glpat-[\w-]{20}/],
  ['a token of Slack', /(?:^|[^\w-])xox[abprs]-[\w-]{10}/],
  ['a key of Stripe', /(?:^|[^A-Za-z0-9])[rs]k_live_[A-Za-z0-9]{16}/],
];

/**
 * The password in an address such as postgres://user:password@host, and in a list such as Server=db;Password=…;. Of the scheme its
 * last character is enough: whoever looks for its first one goes through every word of the text, at each letter anew.
 */
const IN_ADDRESS = /[a-z0-9]:\/\/[^\s/?#:@]{0,128}:([^\s/?#@]{1,256})@/gi;
const IN_LIST = /(?:^|[;\s])(?:password|pwd)\s{0,3}=\s{0,3}([^\s;]{1,256})/gi;

const IN_QUERY = /[?&](?:password|pwd)=([^&\s]{1,256})/gi;

/** What a value itself gives away, whatever its name: a key, a token or a connection with its password; never the value. */
export function secretIn(value: string): string | undefined {
  const found = TELLTALES.find(([, pattern]) => pattern.test(value));
  if (found !== undefined) return found[0];
  for (const [, password = ''] of passwordsIn(value)) {
    if (isLiteralSecret(password)) return 'a connection with its password';
  }
  return undefined;
}

/** One after the other, for the first that is a literal one ends the search. */
function* passwordsIn(value: string): Iterable<RegExpExecArray> {
  yield* value.matchAll(IN_ADDRESS);
  yield* value.matchAll(IN_QUERY);
  if (isConnectionList(value)) yield* value.matchAll(IN_LIST);
}

/** Whether a text is the connection string of a database: a password in any other text may be anything. */
function isConnectionList(value: string): boolean {
  return /(?:^|[;\s])(?:server|data source|host|addr|address)\s{0,3}=/i.test(value);
}
