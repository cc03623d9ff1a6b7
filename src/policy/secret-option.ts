import { lineUpTo } from './line-start.js';
import { isMeantOtherwise } from './secret-meaning.js';
import { saysSecret } from './secret-name.js';
import { isBracketed, isPlaceholder } from './secret-placeholder.js';
import { isLiteralSecret } from './secret-value.js';

/*
 * Settings with names of their own within the value of a variable. Each pattern begins with a sign that is rare there and is bounded, so
 * that it is linear. A reference is one value, whatever spaces it has.
 */

/** -Ddb.password=…, as a virtual machine of Java is told its properties. */
const PROPERTY =
  /(?<![\w-])-D([\w.-]{1,128})=["']?((?:\{\{[^{}]{1,253}\}\}|\$\([^()]{1,253}\)|\$\{[^{}]{1,253}\}|[^\s"']){1,512})/g;

/** "password": "…" in JSON, or a number. */
const MEMBER = /"([\w.-]{1,128})"\s{0,16}:\s{0,16}(?:"((?:[^"\\]|\\.){1,512})"|(\d{1,64})(?![\w.]))/g;

/** gitlab_rails['smtp_password'] = "…" in Ruby. */
const ENTRY = /\[["']([\w.-]{1,128})["']\]\s{0,16}=\s{0,16}(?:"([^"\\]{1,512})"|'([^'\\]{1,512})')/g;

/** What the store of certificates that comes with Java opens with. They are for everybody. */
const JAVA_DEFAULT = /trust-?store-?password=changeit$/i;

/** Whether options of Java tell a secret property. */
export function hasSecretProperty(value: string): boolean {
  return value.includes('-D') && hasSecret(value, PROPERTY);
}

/** Whether JSON has a member that is a secret by its name. */
export function hasSecretMember(value: string): boolean {
  return hasSecret(value, MEMBER);
}

/** Whether settings in Ruby set an entry that is a secret by its name. In a comment words may only say what would stand there. */
export function hasSecretEntry(value: string): boolean {
  return hasSecret(value, ENTRY, (secret, at) => isPlaceholder(secret) && /^\s*#/.test(lineUpTo(value, at)));
}

function hasSecret(text: string, pattern: RegExp, isExample?: (secret: string, at: number) => boolean): boolean {
  for (const { 1: name = '', 2: bare, 3: quoted, index } of text.matchAll(pattern)) {
    const secret = bare ?? quoted ?? '';
    if (isSecret(name, secret) && isExample?.(secret, index) !== true) return true;
  }
  return false;
}

function isSecret(name: string, value: string): boolean {
  if (!saysSecret(name) || JAVA_DEFAULT.test(`${name}=${value}`)) return false;
  return isLiteralSecret(value) && !isMeantOtherwise(name, value) && !isBracketed(value);
}
