import { wordsOf } from './secret-name.js';
import { isLiteralSecret } from './secret-value.js';

/** Names whose value is a user with a password, unless it switches something: BASIC_AUTH=user:password. */
const LOGIN_NAME = /(?:^| )(?:(?:basic|http|proxy|registry) auth|basicauth)(?: users?)?$/;
const LOGIN = /^(?:\$\{[^{}]{1,253}\}|[^\s:/{}]{1,128}):(?!\/\/)(\{\{[^{}]{1,253}\}\}|\S{1,256})/;

/** What stands behind the name of a host: proxy.example.com:3128. */
const PORT = /^\d{1,5}$/;

/** Neo4j has a slash between them: NEO4J_AUTH=user/password. Digits part the words of a name. */
const SLASHED_NAME = /(?:^| )neo j auth$/;
const SLASHED_LOGIN = /^[^\s:/]{1,128}\/(\S{1,256})$/;

/** Whether a value is a user with a literal password under a name that asks for both. */
export function hasLogin(name: string, value: string): boolean {
  const words = wordsOf(name).join(' ');
  const isIn = (names: RegExp, login: RegExp): boolean => {
    const password = names.test(words) ? login.exec(value)?.[1] : undefined;
    return password !== undefined && !PORT.test(password) && isLiteralSecret(password) && isLiteralSecret(value);
  };
  return isIn(LOGIN_NAME, LOGIN) || isIn(SLASHED_NAME, SLASHED_LOGIN);
}
