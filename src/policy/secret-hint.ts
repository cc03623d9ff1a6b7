import { remember } from './remember.js';
import { saysSecret, wordsOf } from './secret-name.js';
import { hasSecretEntry, hasSecretMember, hasSecretProperty } from './secret-option.js';
import { isPlaceholder } from './secret-placeholder.js';
import { isAddress, isMeasure, isPlain } from './secret-setting.js';
import { hasRandomPart, isLiteralSecret, isUuid } from './secret-value.js';

/** What the last words of a name hint at, which may be a secret or something else, and how the value looks if it is one. */
interface Hint {
  readonly words: RegExp;
  readonly isSecret: (value: string) => boolean;
}

const HINTS: readonly Hint[] = [
  // NEW_RELIC_LICENSE_KEY=…; others name their edition or a file there.
  { words: /(?:^| )licen[cs]e key$/, isSecret: isCode },
  // PASS may also be what a test did, or how often.
  { words: /^pass$/, isSecret: isMixed },
  // What redis-cli and sshpass log in with: they read nothing else under these names.
  { words: /^rediscli auth$|(?:^| )sshpass$/, isSecret: () => true },
  // The key of a Laravel application, of 16 or 32 bytes, or of one that Datadog lets read. In other programs it is a name for the application.
  { words: /(?:^| )app(?:lication)? key$/, isSecret: isApplicationKey },
  // What Langfuse logs in to its Redis with. Others say there whether one has to.
  { words: /(?:^| )redis auth$/, isSecret: isMixed },
  // By which a program logs in to Vault. Elsewhere it is the number of a secret.
  { words: /(?:^| )(?:approle|app role|avp|bao|vault) secret id$/, isSecret: isUuid },
  // What WordPress signs its cookies with, and by which the nodes of MongoDB know one another.
  {
    words: /^wordpress (?:(?:secure )?auth|logged in|nonce) (?:key|salt)$|^mongodb replica set key$/,
    isSecret: () => true,
  },
  // What is as often a name, or a number: SESSION_KEY=sid, SALT=12.
  {
    words:
      /(?:^| )(?:(?:anthropic|cookie|crypto|enc|encrypt|gossip|openai|sendgrid|session|tsig) key|pat|pepper|(?:tls)?psk|salt)$/,
    isSecret: isCode,
  },
  // What Tailscale lets a node in by. Others name a claim or an entry there.
  { words: /(?:^| )authkey$/, isSecret: (value) => isCode(value) || /^tskey-(?=\D{1,64}\d)[\w-]{1,253}$/.test(value) },
  // By which the nodes of a cluster of Erlang know one another.
  { words: /(?:^| )erl cookie$/, isSecret: () => true },
  // A header of HTTP as it is sent: AUTHORIZATION=Bearer ….
  { words: /(?:^| )authorization$/, isSecret: isHeader },
  // What traces are sent with: OTEL_EXPORTER_OTLP_HEADERS=api-key=…,….
  { words: /(?:^| )otlp (?:\w+ )?headers$/, isSecret: (value) => value.split(',').some(isSecretHeader) },
  // Several keys or tokens in one value: API_KEYS=…,…. Others count tokens or list names there.
  {
    words:
      /(?:^| )(?:(?:access|api|auth|decryption|encryption|fernet|hmac|master|private|secret|unseal) keys|(?:access|api|private)keys)$/,
    isSecret: hasCode,
  },
  {
    words:
      /(?:^|(?:^| )(?:access|admin|agent|api|app|auth|bearer|bot|client|deploy|refresh|registration|runner|secret|service|session|static|user|valid) )tokens$|^apitokens$|^authtokens$/,
    isSecret: hasCode,
  },
  // Those that Strapi signs its cookies with. Others name their applications there.
  { words: /(?:^| )app keys$/, isSecret: (value) => listIn(value).some(isSigningKey) },
  // What the development server of Vault lets its root in by.
  { words: /(?:^| )vault dev root token id$/, isSecret: () => true },
  // What SOPS decrypts with.
  { words: /^sops age key$/, isSecret: (value) => /AGE-SECRET-KEY-1/i.test(value) },
  // What has settings with names of their own: JAVA_OPTS=-Ddb.password=….
  { words: /(?:^| )(?:args|options|opts)(?: append)?$/, isSecret: hasSecretProperty },
  { words: /^spring application json$/, isSecret: hasSecretMember },
  { words: /^gitlab omnibus config$/, isSecret: hasSecretEntry },
];

/** The hints of a name. Most names give none, and the same few come over and over. */
const hintsOf: (name: string) => readonly Hint[] = remember((name) => {
  const words = wordsOf(name).join(' ');
  return HINTS.filter((hint) => hint.words.test(words));
});

/** Whether a name hints at a secret, and a value which is no reference looks like one. */
export function isHintedSecret(name: string, value: string): boolean {
  return hintsOf(name).some((hint) => hint.isSecret(value));
}

/** Whether a name says that everybody gets the value, as what a browser signs in with before anybody has: SUPABASE_ANON_KEY. */
export function isForEverybody(name: string): boolean {
  return wordsOf(name).some((word) => word === 'anon' || word === 'public' || word === 'publishable');
}

/** Letters and digits as they come in one of the parts; or all over, in groups as those of a UUID. */
function isCode(value: string): boolean {
  return /^[\w+/=.-]+$/.test(value) && (isUuid(value) || hasRandomPart(value));
}

/** What public keys say of themselves, in a list of them. */
const PUBLIC_KEYS = /(?:^|[\s"',])(?:ssh-[a-z]|ecdsa-)|"kty"|PUBLIC KEY/;

/** How far a list is read, in characters. */
const LONGEST_LIST = 4_096;

/** The parts of a list on one line, be it in JSON. */
function listIn(value: string): readonly string[] {
  const list = value.slice(0, LONGEST_LIST).trim();
  return list.includes('\n') || PUBLIC_KEYS.test(list) ? [] : list.split(/[\s,;"'[\]{}]+/);
}

/** Whether one of several looks like a code, and is neither a file, an address nor the number of an account that everybody may know. */
function hasCode(value: string): boolean {
  return listIn(value).some(
    (part) => hasRandomPart(part) && isLiteralSecret(part) && !isAddress(part) && !/0x[0-9a-f]{40}$/i.test(part),
  );
}

function isSigningKey(part: string): boolean {
  return /^[\w+/-]{16,128}={0,2}$/.test(part) && (part.endsWith('=') || hasRandomPart(part));
}

/** Bytes in base64 that say so, or at least 32 letters and digits as they come. */
function isApplicationKey(value: string): boolean {
  return (
    /^base64:[A-Za-z0-9+/]{22,43}={0,2}$/.test(value) ||
    /^(?=[A-Za-z]{0,31}\d)(?=\d{0,31}[A-Za-z])[A-Za-z0-9]{32,256}$/.test(value)
  );
}

/** Letters with digits among them, but no word, class, host or duration, and nothing that is counted. */
function isMixed(value: string): boolean {
  if (!/^\S{6,256}$/.test(value) || !/\d/.test(value) || !/[a-z]/i.test(value)) return false;
  return ![isMeasure, isPlain, isAddress, isCounted].some((isOther) => isOther(value));
}

/** Words, numbers, and a number with its word, which is short or for what is done several times: step2/3, 1st-build-123456, iteration12. */
const COUNTED =
  /^(?:[a-z]*|\d*|[a-z]{1,4}\d{1,2}|\d+[a-z]{1,2}|(?:attempt|batch|build|cycle|epoch|iteration|job|level|loop|part|pass|phase|round|run|stage|step|test|trial|try|version)s?\d+)$/i;

function isCounted(value: string): boolean {
  return value.split(/[._:/#=-]/).every((part) => COUNTED.test(part));
}

/** A scheme with a credential after it. */
function isHeader(value: string): boolean {
  const [, credential = ''] = /^(?:basic|bearer|token) {1,4}(\S{1,4096})$/i.exec(value) ?? [];
  return isLiteralSecret(credential) && !isGap(credential);
}

/** A header with its value as a list has them, whose blanks are written as in an address. */
function isSecretHeader(pair: string): boolean {
  const [, name = '', value = ''] = /^\s{0,8}([\w-]{1,64})=(.{1,2048})/.exec(pair) ?? [];
  if (/^authorization$/i.test(name)) return isHeader(value.replace('%20', ' '));
  return saysSecret(name) && isLiteralSecret(value) && !isGap(value);
}

/** What would stand there: a bare word or words in capitals too, which no token is. */
function isGap(credential: string): boolean {
  if (/^(?:[a-z]{1,16}|[x*._-]{1,256})$/i.test(credential) || /^[A-Z_-]{1,64}$/.test(credential)) return true;
  return isPlaceholder(credential);
}
