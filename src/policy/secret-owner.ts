import { isDealer, isOwner } from './secret-about.js';
import { splitAtSecret, type SecretName } from './secret-name.js';
import { isAddress, isPlain, isProtocol } from './secret-setting.js';
import { hasRandomPart, isUuid } from './secret-value.js';

const PASSWORD = /pass(?:words?|wd|phrase|code)?$|pwd?$/;

/** What a service does with passwords, before which it is not said whose they are. */
const DEEDS: ReadonlySet<string> = new Set(
  'change check create forgot forgotten generate hash lost manage recover recovery renew reset rotate set sync update verify'.split(
    ' ',
  ),
);

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
  // SMTP_PASSWORD_SERVICE is the password of something, unlike PASSWORD_SERVICE, RESET_PASSWORD_SERVICE and all that goes on.
  const isOfSomething = before.length > 0 && !DEEDS.has(before.at(-1) ?? '');
  if (PASSWORD.test(secret) && isOfSomething && further.length === 0) return isList(value) || isUuid(value);
  return further.some((word) => BUILDS.has(word)) || !isCode(value);
}

/** What has several parts or says which it is, as flags, lists, addresses without a scheme and names of images do. */
function isList(value: string): boolean {
  return /^-|[,:={}[\]|]/.test(value);
}

function isSetting(value: string): boolean {
  return isPlain(value) || isProtocol(value) || isAddress(value);
}

/** One word without anything that lists, flags and names of images have in them, that looks like chance. */
function isCode(value: string): boolean {
  return /^[\w+/.~][\w+/.~!$%^&*#-]*={0,2}$/.test(value) && !isUuid(value) && hasRandomPart(value);
}
