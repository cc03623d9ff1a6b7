import { endsInSecret, namesOwner, saysSecret, wordsOf } from './secret-name.js';
import { isMeasure, isPlain } from './secret-setting.js';
import { looksRandom } from './secret-value.js';

/** What the last words of a name say about some of its values, so that these are no secrets under it. */
interface Meaning {
  readonly words: RegExp;
  readonly isMeant: (value: string) => boolean;
}

/** Ways to log in with a number in them. */
const PROTOCOL = /^(?:md5|krb5|oauth2|saml2|sha\d{1,3}|scram-sha-\d{1,3})$/i;

const MEANINGS: readonly Meaning[] = [
  // A Secret of the cluster by its name: IMAGE_PULL_SECRET=regcred, DB_PASSWORD_SECRET=shop/db-login.
  {
    words: /(?:^| )(?:certificate|cert|credentials?|existing|passwords?|pull|tls) secrets?$/,
    isMeant: isObjectName,
  },
  // A pod may have several for its images: IMAGE_PULL_SECRETS=regcred,mirror.
  { words: /(?:^| )pull secrets?$/, isMeant: (value) => value.split(',').every((one) => isObjectName(one.trim())) },
  // The entry of a Secret by its name: DB_PASSWORD_KEY=password.
  {
    words: /(?:^| )(?:passwords?|credentials?|tokens?) key$/,
    isMeant: (value) => saysSecret(value) && isPlainName(value),
  },
  // The name of a claim or an entry, shorter than any key that signs or encrypts: JWT_KEY=sub, STORAGE_KEY=cart.
  {
    words: /(?:^| )(?:auth|jwt|storage) key$/,
    isMeant: (value) => /^(?:[a-z]{2,5}|[a-z]{2,8}_?(?:id|name))$/.test(value),
  },
  // A key that a service keeps, by its own name or number: AWS_KMS_MASTER_KEY=1234abcd-….
  {
    words: /(?:^| )kms (?:\w+ )?(?:encryption|master|signing) key$/,
    isMeant: (value) => UUID.test(value) || isObjectName(value),
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
    isMeant: (value) => /^[a-z]{2,12}$/i.test(value) || PROTOCOL.test(value),
  },
  // When a browser sends its cookies along.
  { words: /(?:^| )credentials$/, isMeant: (value) => /^(?:include|omit|same-origin)$/.test(value) },
  // What a language model reads at the end of a text or in a gap of it: PAD_TOKEN=[PAD].
  { words: / token$/, isMeant: (value) => /^\[[A-Z]{2,8}\]$/.test(value) },
];

/** The name of an object, with its namespace or without. It begins with a letter, as hardly a number that is a password does. */
const OBJECT_NAME = /^(?:[a-z][a-z0-9-]{0,62}\/)?[a-z][a-z0-9.-]{0,62}$/;

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function isObjectName(value: string): boolean {
  return OBJECT_NAME.test(value) && !value.split(/[./-]/).some(looksRandom);
}

function isPlainName(value: string): boolean {
  return /^[A-Za-z][\w.-]{0,62}$/.test(value) && !value.split(/[._-]/).some(looksRandom);
}

/** Whether a value under a name that says secret is none because of the rest of the name. */
export function isMeantOtherwise(name: string, value: string): boolean {
  if (!endsInSecret(name) && isMeasure(value)) return true;
  if (namesOwner(name) && (isPlain(value) || PROTOCOL.test(value))) return true;
  const words = wordsOf(name).join(' ');
  return MEANINGS.some((meaning) => meaning.words.test(words) && meaning.isMeant(value));
}
