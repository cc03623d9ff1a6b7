import { saysSecret, wordsOf } from './secret-name.js';
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
  // The key of a Laravel application, of 16 or 32 bytes. In other programs APP_KEY is a name for the application.
  { words: /(?:^| )app key$/, isSecret: (value) => /^base64:[A-Za-z0-9+/]{22,43}={0,2}$/.test(value) },
  // A header of HTTP as it is sent: AUTHORIZATION=Bearer ….
  { words: /(?:^| )authorization$/, isSecret: isHeader },
];

/** Whether a name hints at a secret, and a value which is no reference looks like one. */
export function isHintedSecret(name: string, value: string): boolean {
  const words = wordsOf(name).join(' ');
  return HINTS.some((hint) => hint.words.test(words) && hint.isSecret(value));
}

/** Whether a name says that everybody gets the value, as what a browser signs in with before anybody has: SUPABASE_ANON_KEY. */
export function isForEverybody(name: string): boolean {
  return wordsOf(name).some((word) => word === 'anon' || word === 'public' || word === 'publishable');
}

/** Letters and digits as they come in one of the parts; or all over, in groups as those of a UUID. */
function isCode(value: string): boolean {
  return /^[\w+/=.-]+$/.test(value) && (isUuid(value) || hasRandomPart(value));
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
  return isLiteralSecret(credential) && !isPlaceholder(credential);
}

/** What only says what would stand there: a bare word, words in capitals, words that say secret or whose it is, or such in brackets. */
function isPlaceholder(credential: string): boolean {
  if (/^(?:[a-z]{1,16}|[x*._-]{1,256})$/i.test(credential) || /^[A-Z_-]{1,64}$/.test(credential)) return true;
  if (/^[#$]?[<[{%@_]{1,2}[A-Za-z_.-]{1,64}[>\]}%@_]{1,2}$/.test(credential)) return true;
  if (!/^[a-z_-]{1,64}$/i.test(credential)) return false;
  return saysSecret(credential) || /^(?:my|your|some|replace|change|insert|example)[_-]/i.test(credential);
}
