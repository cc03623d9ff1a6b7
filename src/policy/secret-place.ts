import { saysSecret } from './secret-name.js';
import { isUuid, looksRandom } from './secret-value.js';

/** What the last words of a name say about some of its values, so that these are no secrets under it. */
export interface Meaning {
  readonly words: RegExp;
  readonly isMeant: (value: string) => boolean;
}

/**
 * What stands before "secret" where the name of an object is asked for: that it is one, or a thing that no word can be, since it is a
 * file or has two parts, as a user with a password. Some products have a secret of their own under such a name.
 */
const HOLDER =
  /(?:^| )(?:existing|from|k s|kube|kubernetes|pull|config|kubeconfig|ca|cert|certificate|tls|basic auth|(?<!(?:keycloak|oidc|^quarkus oidc .{1,64}) )credentials?|creds|docker|dockerconfig|dockerhub|(?<!(?:^graylog|forgot|reset) )passwords?|(?:cronjob|pod) environment|registry|ssl) secrets?$/;

/** Several names of Secrets as a pod lists them. */
const REFERENCES = /^\[(?:\s{0,3}\{\s{0,3}"name"\s{0,3}:\s{0,3}"[a-z0-9.-]{1,253}"\s{0,3}\},?){1,16}\s{0,3}\]$/;

/** What names ask for that want to know where a secret is. */
export const PLACES: readonly Meaning[] = [
  // A Secret of the cluster by its name: IMAGE_PULL_SECRET=regcred, DB_PASSWORD_SECRET=shop/db-login.
  { words: HOLDER, isMeant: isObjectName },
  // Several, and what their entries are called, as the operator of Zalando for PostgreSQL lists them.
  { words: /^infrastructure roles secrets$/, isMeant: isListOfEntries },
  // The entry of a backend that Airflow reads an option from, be it in a folder there. Of these names none is an option itself.
  {
    words: /^airflow (?:.* )?(?:auth|backend|conn|key|password|url|jwt secret) secret$/,
    isMeant: (value) => value.split('/').every(isPlainName),
  },
  // The one with the certificate of a webhook's server, which says so. Other webhooks know by a word from whom a call is.
  {
    words: /(?:^| )webhook secret$/,
    isMeant: (value) => isObjectName(value) && /-(?:server-secret|certs?|tls)$/.test(value),
  },
  // One that says of itself that it has a login in it, as no password does: AWS_SECRET=aws-creds.
  {
    words: /(?:^| )(?:secrets?|credentials)$/,
    isMeant: (value) => isObjectName(value) && /-(?:creds|credentials)$/.test(value),
  },
  // A pod may have several for its images, and a program look after several: IMAGE_PULL_SECRETS=regcred,mirror, WATCH_SECRETS=shop-db.
  {
    words: /(?:^| )pull secrets?$|^(?:copy|mirror|reload|replicate|sync|watch) secrets$/,
    isMeant: (value) => value.split(',').every((one) => isObjectName(one.trim())),
  },
  { words: /(?:^| )pull secrets$/, isMeant: (value) => REFERENCES.test(value) },
  // One by its path in a store. A password may have a slash, but not two with a word before, between and behind them.
  {
    words: /(?:^| )secret$/,
    isMeant: (value) => value.split('/').length > 2 && value.split(/[/:]/).every(isObjectName),
  },
  // What is fetched from a store, by paths, or by two names or more: VAULT_SECRETS=kv/shop/db,kv/shop/cache. Of what signs or logs in
  // there are several themselves while one takes the place of another: SESSION_SECRETS=new,old.
  { words: /(?:^| )secrets$/, isMeant: (value) => value.includes('/') && areNames(value) },
  {
    words: /(?<!(?:^| )(?:auth|client|cookie|csrf|hmac|jwt|oauth|session|shared|signing|webhook) |[a-z])secrets$/,
    isMeant: (value) => /[,\n]/.test(value) && areNames(value),
  },
  // The entry of a Secret by its name: DB_PASSWORD_KEY=password.
  {
    words: /(?:^| )(?:passwords?(?: secret)?|credentials?|tokens?) key$/,
    isMeant: (value) => saysSecret(value) && isPlainName(value),
  },
  // The file with the password of a key, as Kafka's images ask for it: KAFKA_SSL_KEY_CREDENTIALS=key_creds.
  {
    words: /(?:^| )ssl (?:key|keystore|truststore) credentials$/,
    isMeant: (value) => isPlainName(value) && /cred|key|pass|store/i.test(value),
  },
  // A key that a service keeps, by its own name or number: AWS_KMS_MASTER_KEY=1234abcd-….
  {
    words: /(?:^| )kms (?:\w+ )?(?:encryption|master|signing) key$/,
    isMeant: (value) => isUuid(value) || isObjectName(value),
  },
];

/** The name of an object, with its namespace or without. It begins with a letter, as hardly a number that is a password does. */
const OBJECT_NAME = /^(?:[a-z][a-z0-9-]{0,62}\/)?[a-z][a-z0-9.-]{0,62}$/;

function isObjectName(value: string): boolean {
  return OBJECT_NAME.test(value) && !value.split(/[./-]/).some(looksRandom);
}

/** Names, or paths of names with their entry or without. Without a path shop:tall-ships is a user with a password. */
function areNames(value: string): boolean {
  if (value.split(/[\s,]/).some((one) => one.includes(':') && !one.includes('/'))) return false;
  return value.split(/[\s,/:]/).every((name) => name === '' || isObjectName(name));
}

/** secretname:shop-roles,passwordkey:password */
function isListOfEntries(value: string): boolean {
  return value.startsWith('secretname:') && value.split(',').every((pair) => pair.trim().split(':').every(isPlainName));
}

/** Whether a value may be the name of a thing that people have named. */
export function isPlainName(value: string): boolean {
  return /^[A-Za-z][\w.-]{0,62}$/.test(value) && !value.split(/[._-]/).some(looksRandom);
}
