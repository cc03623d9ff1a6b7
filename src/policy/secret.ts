import { hasPassword } from './connection.js';
import { hasLogin } from './login.js';
import { isHintedSecret } from './secret-hint.js';
import { isMeantOtherwise } from './secret-meaning.js';
import { saysSecret } from './secret-name.js';
import { isNamedGap } from './secret-placeholder.js';
import { isLiteralSecret } from './secret-value.js';
import { hasSecretWebToken, hasWebToken } from './secret-web-token.js';

export { saysSecret };

/** What gives a secret away wherever it stands. */
interface Telltale {
  /** The name that a message gives it. */
  readonly what: string;
  /** What every match has in it, which is looked for first: most texts have it nowhere. */
  readonly sign: string;
  /** Bounded, so that it is linear. */
  readonly pattern: RegExp;
}

const TELLTALES: readonly Telltale[] = [
  // A script that looks for keys has the line in quotes, and nothing of a key behind it.
  {
    what: 'a private key',
    sign: 'PRIVATE KEY',
    pattern:
      /(?:^|[^A-Za-z])BEGIN (?:[A-Z0-9]{1,20} ){0,4}PRIVATE KEY(?!(?: BLOCK)?-{0,5}\\?["'`](?![\s\\nr"'`,+.-]{1,120}[A-Za-z0-9+]{16}))/,
  },
  { what: 'a private key', sign: 'PuTTY-User-Key', pattern: /PuTTY-User-Key-File-\d/ },
  // The base64 of "-----BEGIN", and of " PRIVATE KEY" or the first letters of what may stand before it.
  {
    what: 'a private key',
    sign: 'LS0tLS1CRUdJTi',
    pattern:
      /LS0tLS1CRUdJTi(?:BQUklWQVRFIEtFW|BSU0EgUFJJVkFURSBLRV|BFQyBQUklWQVRFIEtFW|BPUEVOU1NIIFBSSVZBVEUgS0V|BFTkNSWVBURUQgUFJJVkFURSBLRV)/,
  },
  { what: 'a key of age', sign: 'AGE-SECRET-KEY-', pattern: /AGE-SECRET-KEY-1[0-9A-Z]{40}/ },
  { what: 'a key of AWS', sign: 'IA', pattern: /(?:^|[^A-Za-z0-9])A(?:KIA|SIA)[A-Z0-9]{16}(?![A-Za-z0-9])/ },
  { what: 'a key of Google Cloud', sign: 'AIza', pattern: /(?:^|[^\w-])AIza[\w-]{35}(?![\w-])/ },
  { what: 'a key of Azure', sign: 'Key=', pattern: /(?:AccountKey|SharedAccessKey)=[A-Za-z0-9+/]{40,120}=?/ },
  {
    what: 'a token of GitHub',
    sign: 'gh',
    pattern: /(?:^|[^A-Za-z0-9])gh[opsur]_[A-Za-z0-9]{36}/,
  },
  { what: 'a token of GitHub', sign: 'github_pat_', pattern: /(?:^|[^A-Za-z0-9])github_pat_\w{22}/ },
  // Of a user, a runner, a deployment, a trigger, an agent, a job and the rest.
  {
    what: 'a token of GitLab',
    sign: 'gl',
    pattern: /(?:^|[^\w-])gl(?:agent|cbt|dt|ft|imt|pat|ptt|rt|rtr|soat)-[\w-]{20}/,
  },
  { what: 'a token of Vault', sign: 'hv', pattern: /(?:^|[^\w.-])hv[brs]\.[\w-]{24}/ },
  { what: 'a key of Anthropic', sign: 'sk-ant-', pattern: /(?:^|[^\w-])sk-ant-[\w-]{20}/ },
  {
    what: 'a key of OpenAI',
    sign: 'sk-',
    pattern: /(?:^|[^\w-])sk-(?:(?:admin|proj|svcacct)-[\w-]{20}|[A-Za-z0-9]{20}T3BlbkFJ)/,
  },
  { what: 'a token of npm', sign: 'npm_', pattern: /(?:^|[^A-Za-z0-9])npm_[A-Za-z0-9]{36}(?![A-Za-z0-9])/ },
  { what: 'a token of Slack', sign: 'xox', pattern: /(?:^|[^\w-])xox[abprs]-[\w-]{10}/ },
  // Whoever knows one of these addresses may write into the channel. In examples their ends are made of the letter X.
  {
    what: 'a webhook of Slack',
    sign: 'hooks.slack.com',
    pattern: /hooks\.slack\.com\/(?:services|triggers|workflows)\/[A-Z0-9]{8,16}\/\w{8,24}\/(?!X{16}|x{16})\w{16}/,
  },
  {
    what: 'a webhook of Discord',
    sign: '/webhooks/',
    pattern: /discord(?:app)?\.com\/api\/(?:v\d{1,2}\/)?webhooks\/\d{15,21}\/(?!X{16}|x{16})[\w-]{60}/,
  },
  {
    what: 'a webhook of Teams',
    sign: '/IncomingWebhook/',
    pattern: /\.webhook\.office\.com\/webhookb2\/[0-9a-f-]{36}@[0-9a-f-]{36}\/IncomingWebhook\/(?!0{16})[0-9a-f]{32}\//,
  },
  // By which Teams lets others write by now, as any workflow of Azure: with the signature of the address.
  {
    what: 'a webhook of Teams',
    sign: 'sig=',
    pattern: /\.(?:logic\.azure|api\.powerplatform)\.com[^\s"'<>]{1,512}[?&;]sig=(?!X{16}|x{16})[\w-]{40}/,
  },
  { what: 'a key of Stripe', sign: 'k_live_', pattern: /(?:^|[^A-Za-z0-9])[rs]k_live_[A-Za-z0-9]{16}/ },
];

/** The least that any of them has: `xoxb-` with ten letters. In characters. */
const SHORTEST = 15;

const A_WEB_TOKEN = 'a JSON Web Token';

/** What a value itself gives away, whatever its name: a key, a token or a connection with its password; never the value. */
export function secretIn(value: string): string | undefined {
  const found =
    value.length < SHORTEST
      ? undefined
      : TELLTALES.find(({ sign, pattern }) => value.includes(sign) && pattern.test(value));
  if (found !== undefined) return found.what;
  if (hasPassword(value)) return 'a connection with its password';
  return hasWebToken(value) ? A_WEB_TOKEN : undefined;
}

/** What a value is that stands under a name, in words for a message; undefined where it is no secret. */
export function secretUnder(name: string, value: string): string | undefined {
  const given = secretIn(value);
  if (given !== undefined && (given !== A_WEB_TOKEN || hasSecretWebToken(name, value))) return given;
  if (hasLogin(name, value)) return 'a user with a password';
  const isNamed = saysSecret(name) ? !isMeantOtherwise(name, value) : isHintedSecret(name, value);
  return isNamed && isLiteralSecret(value) && !isNamedGap(value) ? 'a secret' : undefined;
}
