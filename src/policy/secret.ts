import { hasPassword } from './connection.js';
import { hasLogin } from './login.js';
import { isHintedSecret } from './secret-hint.js';
import { isMeantOtherwise } from './secret-meaning.js';
import { saysSecret } from './secret-name.js';
import { isLiteralSecret } from './secret-value.js';
import { hasSecretWebToken, hasWebToken } from './secret-web-token.js';

export { saysSecret };

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
  // Of a user, a runner, a deployment, a trigger, an agent, a job and the rest.
  ['a token of GitLab', /(?:^|[^\w-])gl(?:agent|cbt|dt|ft|imt|pat|ptt|rt|rtr|soat)-[\w-]{20}/],
  ['a token of Vault', /(?:^|[^\w.-])hv[brs]\.[\w-]{24}/],
  ['a key of Anthropic', /(?:^|[^\w-])sk-ant-[\w-]{20}/],
  ['a key of OpenAI', /(?:^|[^\w-])sk-(?:(?:admin|proj|svcacct)-[\w-]{20}|[A-Za-z0-9]{20}T3BlbkFJ)/],
  ['a token of npm', /(?:^|[^A-Za-z0-9])npm_[A-Za-z0-9]{36}(?![A-Za-z0-9])/],
  ['a token of Slack', /(?:^|[^\w-])xox[abprs]-[\w-]{10}/],
  // Whoever knows the address may write into the channel. In examples its end is made of the letter X.
  [
    'a webhook of Slack',
    /hooks\.slack\.com\/(?:services|triggers|workflows)\/[A-Z0-9]{8,16}\/\w{8,24}\/(?!X{16}|x{16})\w{16}/,
  ],
  ['a key of Stripe', /(?:^|[^A-Za-z0-9])[rs]k_live_[A-Za-z0-9]{16}/],
];

/** The least that any of them has: `xoxb-` with ten letters. In characters. */
const SHORTEST = 15;

const A_WEB_TOKEN = 'a JSON Web Token';

/** What a value itself gives away, whatever its name: a key, a token or a connection with its password; never the value. */
export function secretIn(value: string): string | undefined {
  const found = value.length < SHORTEST ? undefined : TELLTALES.find(([, pattern]) => pattern.test(value));
  if (found !== undefined) return found[0];
  if (hasPassword(value)) return 'a connection with its password';
  return hasWebToken(value) ? A_WEB_TOKEN : undefined;
}

/** What a value is that stands under a name, in words for a message; undefined where it is no secret. */
export function secretUnder(name: string, value: string): string | undefined {
  const given = secretIn(value);
  if (given !== undefined && (given !== A_WEB_TOKEN || hasSecretWebToken(name, value))) return given;
  if (hasLogin(name, value)) return 'a user with a password';
  const isNamed = saysSecret(name) ? !isMeantOtherwise(name, value) : isHintedSecret(name, value);
  return isNamed && isLiteralSecret(value) ? 'a secret' : undefined;
}
