import { isDealer, isOwner } from './secret-about.js';
import { splitAtSecret, type SecretName } from './secret-name.js';
import { isAddress, isPlain, isProtocol } from './secret-setting.js';
import { hasRandomPart, isUuid } from './secret-value.js';

const PASSWORD = /pass(?:words?|wd|phrase|code)?$|pwd?$/;

/** What says which build of a service runs. Such values look like chance and are known to everybody. */
const BUILDS: ReadonlySet<string> = new Set('build checksum commit digest hash image revision sha tag'.split(' '));

/**
 * Whether a value is a setting of who deals with secrets, or of whose a secret is, under a name that goes on with such a word after its
 * secret word. A service called token-service has settings of every form, so that a secret among them has to look like one.
 */
export function isOwnSetting(name: string, value: string): boolean {
  const parts = splitAtSecret(name);
  if (parts.after.some(isOwner)) return isOfOwner(parts, value);
  return parts.after.some(isDealer) && (isSetting(value) || isOfDealer(parts, value));
}

function isOfOwner({ secret }: SecretName, value: string): boolean {
  if (PASSWORD.test(secret)) return false;
  // The number of a tenant, behind a token; a key may be a UUID itself.
  return isSetting(value) || (secret !== 'key' && isUuid(value));
}

function isOfDealer({ before, secret, after }: SecretName, value: string): boolean {
  const further = after.slice(after.findIndex(isDealer) + 1);
  // SMTP_PASSWORD_SERVICE is the password of something, unlike PASSWORD_SERVICE and all that goes on: RESET_PASSWORD_SERVICE_TAG.
  if (PASSWORD.test(secret) && before.length > 0 && further.length === 0) return false;
  return further.some((word) => BUILDS.has(word)) || !isCode(value);
}

function isSetting(value: string): boolean {
  return isPlain(value) || isProtocol(value) || isAddress(value);
}

/** One word without anything that lists, flags and names of images have in them, that looks like chance. */
function isCode(value: string): boolean {
  return /^[\w+/.~][\w+/.~!$%^&*#-]*={0,2}$/.test(value) && !isUuid(value) && hasRandomPart(value);
}
