import { endsInSecret, saysSecret, wordsOf } from './secret-name.js';
import { isOwnSetting } from './secret-owner.js';
import { isPlainName, PLACES } from './secret-place.js';
import type { Meaning } from './secret-place.js';
import { isAddress, isMeasure, isPlain, isProtocol } from './secret-setting.js';

/** What some names are asked for beside secrets. */
const MEANINGS: readonly Meaning[] = [
  ...PLACES,
  // Not a secret, but the name by which a new cluster is told from others.
  { words: /(?:^| )initial cluster token$/, isMeant: () => true },
  // Where a proxy passes a request on to: PROXY_PASS=http://web:8080, FASTCGI_PASS=php:9000.
  {
    words: /(?:^| )(?:fastcgi|grpc|proxy|scgi|uwsgi) pass$/,
    isMeant: (value) => isAddress(value) || /^(?:[a-z][a-z0-9.-]{0,252}:\d{2,5}|unix:\/[\w./-]{1,253})$/.test(value),
  },
  // How many a language model or a limiter grants, how often one is fetched, and the account of a coin.
  {
    words: /(?:^| )tokens? (?:budget|burst|capacity|contract|refresh)$/,
    isMeant: (value) => /^(?:\d{1,5}|0x[0-9a-f]{40})$/i.test(value),
  },
  // A coin by its symbol: GAS_TOKEN=ETH.
  { words: /(?:^| )(?:fee|gas|native|payment|reward|staking) token$/, isMeant: (value) => /^[A-Z]{2,6}$/.test(value) },
  // By what passwords are hashed: LDAP_PASSWORD_HASH=SSHA. Others have a hash there.
  {
    words: /(?:^| )passwords? hash$/,
    isMeant: (value) => /^\{?(?:argon2(?:id?|d)?|bcrypt|crypt|md5|pbkdf2|scrypt|s?sha-?\d{0,3})\}?$/i.test(value),
  },
  // What is built into the page that every browser loads: NEXT_PUBLIC_MAPBOX_TOKEN. By mistake that may be anything else.
  {
    words: /^(?:(?:expo|next|nuxt) public|gatsby|react app|vite|vue app) (?!.*(?:private|secret)).*(?:key|token)$/,
    isMeant: () => true,
  },
  // The page that helps whoever has forgotten his.
  { words: /(?:^| )(?:change|forgot|lost|recover|reset) password$/, isMeant: isAddress },
  // In what way the libraries of Azure log in: prod, ManagedIdentityCredential.
  {
    words: /^azure token credentials$/,
    isMeant: (value) => /^(?:dev|prod|[A-Z][A-Za-z]{2,32}Credential)$/.test(value),
  },
  // How Hasura checks tokens by what everybody may know: HASURA_GRAPHQL_JWT_SECRET={"jwk_url":"https://…"}.
  { words: /^hasura graphql jwt secrets?$/, isMeant: isPublicCheck },
  // That a service asks for none, or that nobody looks at it: OPENAI_API_KEY=EMPTY. No key that opens anything is such a word.
  { words: /(?:^| )api ?key$/, isMeant: (value) => NO_KEY.test(value) },
  // What a stand-in for AWS on the machine itself takes.
  { words: /^aws secret access key$/, isMeant: (value) => /^(?:dummy|fake|localstack|test)$/i.test(value) },
  // The name of a claim or an entry, shorter than any key that signs or encrypts: JWT_KEY=sub, STORAGE_KEY=cart.
  {
    words: /(?:^| )(?:auth|jwt|storage) key$/,
    isMeant: (value) => /^(?:[a-z]{2,5}|[a-z]{2,8}_?(?:id|name))$/.test(value),
  },
  // The name of the cookie or the header that carries it: XSRF_TOKEN=XSRF-TOKEN.
  { words: /(?:^| )[cx]srf token$/, isMeant: (value) => saysSecret(value) && isPlainName(value) },
  // Whether, or how, somebody may log in.
  {
    words: / login$/,
    isMeant: (value) => /^(?:allowed|forbidden|optional|required|basic|form|ldap|oidc|saml|sso)$/i.test(value),
  },
  // How somebody says who he is: TOKEN_AUTH=ldap, PASSWORD_AUTHENTICATION=scram-sha-256.
  {
    words: / (?:auth|authentication)$/,
    isMeant: (value) => /^[a-z]{2,12}$/i.test(value) || isProtocol(value),
  },
  // The accounts of a container, whose passwords are elsewhere if there are any.
  { words: /(?:^| )passwd$/, isMeant: areAccounts },
  // What has become of it: PASSWORD_STATE=expired.
  { words: /(?:^| )passwords? state$/, isMeant: isPlain },
  // When a browser sends its cookies along.
  { words: /(?:^| )credentials$/, isMeant: (value) => /^(?:include|omit|same-origin)$/.test(value) },
  // What a language model reads at the end of a text or in a gap of it: PAD_TOKEN=[PAD].
  { words: / token$/, isMeant: (value) => /^\[[A-Z]{2,8}\]$/.test(value) },
];

const NO_KEY =
  /^(?:sk-)?(?:dummy|empty|fake|n\/?a|no[_-]?(?:api[_-]?)?key(?:-required)?|not[_ -]?(?:applicable|needed|required|set|used)|ollama|unused)$/i;

/** Keys that are fetched from an address, or are public themselves, and none beside them. */
function isPublicCheck(value: string): boolean {
  const secret = value.replace(/"key"\s{0,3}:\s{0,3}"-----BEGIN (?:CERTIFICATE|PUBLIC KEY)-----/, '');
  return (secret !== value || value.includes('"jwk_url"')) && !secret.includes('"key"');
}

/** The name of a file by its extension. Of these some are lists, which may be of passwords. */
const FILE = /\.(?!(?:csv|env|list|txt)$)[A-Za-z][A-Za-z0-9]{0,9}$/;

/** Whether a value is a file: login-update-password.ftl is a page, .htpasswd and db.password are none by what they end in. */
function isFile(name: string, value: string): boolean {
  return value.trimEnd().includes('\n') && FILE.test(name) && !endsInSecret(name);
}

/** Whether every line is an account of Unix without its password: app:x:1000:1000::/home/app:/bin/sh. */
function areAccounts(value: string): boolean {
  return value.split('\n').every((line) => /^(?:[\w.-]{1,32}:[x*!]?:\d{1,10}:\d{1,10}:|\s*$)/.test(line));
}

/** Whether a value under a name that says secret is none because of the rest of the name. */
export function isMeantOtherwise(name: string, value: string): boolean {
  if (!endsInSecret(name) && isMeasure(value)) return true;
  if (isFile(name, value)) return true;
  if (isOwnSetting(name, value)) return true;
  const words = wordsOf(name).join(' ');
  return MEANINGS.some((meaning) => meaning.words.test(words) && meaning.isMeant(value));
}
