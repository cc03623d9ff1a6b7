import { isDealer, isOwner } from './secret-about.js';
import { splitAtSecret, type SecretName } from './secret-name.js';
import { isAddress, isClassName, isNumberedName, isPlain, isProtocol, isStructured } from './secret-setting.js';
import { isUuid, looksRandom } from './secret-value.js';

const PASSWORD = /pass(?:words?|wd|phrase|code)?$|pwd?$/;

/** What a service does with passwords, before which it is not said whose they are. */
const DEEDS: ReadonlySet<string> = new Set(
  'change check create forgot forgotten generate hash lost manage recover recovery renew reset rotate set sync update verify'.split(
    ' ',
  ),
);

/** What says which build of a service runs. Such values look like chance and are known to everybody. */
const BUILDS: ReadonlySet<string> = new Set('build checksum commit digest hash image revision sha tag'.split(' '));

/** What a service runs on, and consists of. Nobody has a password for such a thing who has one for the service. */
const SURROUNDINGS: ReadonlySet<string> = new Set(
  'cluster database db instance package pod queue release shard'.split(' '),
);

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

function isOfDealer(parts: SecretName, value: string): boolean {
  const further = parts.after.slice(parts.after.findIndex(isDealer) + 1);
  if (further.some((word) => BUILDS.has(word))) return true;
  if (isCode(value)) return false;
  if (!isPasswordOfSomething(parts) || isStructured(value)) return true;
  if (isService(parts)) return [isNumberedName, isClassName, isUuid].some((isMeant) => isMeant(value));
  return further.length > 0 || !MARKED.test(value);
}

/** Whether it is said whose a password is: SMTP_PASSWORD_SERVICE, unlike PASSWORD_SERVICE and RESET_PASSWORD_SERVICE. */
function isPasswordOfSomething({ before, secret }: SecretName): boolean {
  return PASSWORD.test(secret) && before.length > 0 && !DEEDS.has(before.at(-1) ?? '');
}

/** Whether a name may be that of the password by which a service logs in, which need not look like chance. No handler or provider has one. */
function isService({ after }: SecretName): boolean {
  return /^services?$/.test(after.findLast(isDealer) ?? '') && !after.some((word) => SURROUNDINGS.has(word));
}

/** A digit and a mark, as passwords have them and no name of an algorithm or a product: Tr0ub4dor&3. */
const MARKED = /^(?=\S*\d)(?=\S*[!%^&]|\S*\w\$|[a-z]@)\S{1,256}$/i;

function isSetting(value: string): boolean {
  return isPlain(value) || isProtocol(value) || isAddress(value);
}

/** One word without anything that lists, flags and names of images have in them, that looks like chance. */
function isCode(value: string): boolean {
  if (!/^[\w+/.~][\w+/.~!$%^&*#-]*={0,2}$/.test(value) || isUuid(value)) return false;
  return value.split(/[^A-Za-z0-9]/).some((part) => looksRandom(part) && !isClassName(part));
}
