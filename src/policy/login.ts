import { wordsOf } from './secret-name.js';
import { isLiteralSecret } from './secret-value.js';

/** A user may be put together from references: ${USER:-shop}, pre-{{ .user }}. A template is one password, whatever spaces it has. */
const USER = /((?:\$\{[^{}]{1,253}\}|\{\{[^{}]{1,253}\}\}|[^\s:/{}]){1,128})/.source;
const PASSWORD = /(\{\{[^{}]{1,253}\}\}|\S{1,256})/.source;

/** How a user stands with a password, and under what names. */
const FORMS: readonly { readonly names: RegExp; readonly login: RegExp }[] = [
  // BASIC_AUTH=user:password, unless it switches something. A user of SFTP may have none: shop::1001.
  {
    names:
      /(?:^| )(?:(?:basic|http|proxy|registry) auth|basicauth)(?: users?(?: info)?)?$|(?:^| )(?:sftp users|add local user)$/,
    login: new RegExp(`^${USER}:(?!//|:)${PASSWORD}`),
  },
  // Neo4j has a slash between them: NEO4J_AUTH=user/password. Digits part the words of a name.
  { names: /(?:^| )neo j auth$/, login: new RegExp(`^${USER}/${PASSWORD}$`) },
];

/** Whether a value is a user with a literal password under a name that asks for both. */
export function hasLogin(name: string, value: string): boolean {
  if (!/[:/]/.test(value)) return false;
  const words = wordsOf(name).join(' ');
  return FORMS.some(({ names, login }) => {
    const [, user = '', password = ''] = (names.test(words) ? login.exec(value) : undefined) ?? [];
    if (!isLiteralSecret(password) || isAddress(words, user, password)) return false;
    // What begins with a word may be a reference as a whole: vault:secret/data/basic. Behind a user that is one stands a password.
    return !isLiteralSecret(user) || isLiteralSecret(value);
  });
}

/**
 * Proxies, registries and what speaks HTTP have addresses as well as users. A host has a dot in it, or says that it is one; a port has no 0 before it.
 * In a cluster a host may be any word, which then has a port that proxies or registries usually listen on: squid:3128. HTTP_AUTH is mostly
 * a user with a password, be it john.doe:12345, so that of a dot and such a port it has both.
 */
const HAS_ADDRESS = /(?:^| )(?:http|proxy|registry) auth$/;
const DOTTED = /^[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}$/;
const HOST =
  /^(?:[\w-]{1,63}\.){1,8}(?:com|dev|example|internal|io|lan|local|net|org|svc)$|^[\w-]{1,63}(?:\.[\w-]{1,63}){2,8}$/;
const PORT = /^[1-9]\d{1,4}$/;
const USUAL_PORT = /^(?:80|443|1080|3128|3129|500\d|5443|80[08]\d|8118|8123|8443|88[08]\d|8899|9090|9443)$/;

function isAddress(words: string, host: string, port: string): boolean {
  if (!HAS_ADDRESS.test(words) || !PORT.test(port)) return false;
  if (HOST.test(host) || /^(?:local)?host$/.test(wordsOf(host).at(-1) ?? '')) return true;
  const isUsual = USUAL_PORT.test(port);
  if (/(?:^| )http auth$/.test(words)) return isUsual && (DOTTED.test(host) || !isLiteralSecret(host));
  return isUsual || DOTTED.test(host);
}
