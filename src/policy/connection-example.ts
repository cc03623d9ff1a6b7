import { lineUpTo } from './line-start.js';
import { isPlaceholder } from './secret-placeholder.js';

/** How far behind a password its host may go on. In characters. */
const LONGEST_HOST = 80;

/** What people set in earnest too, so that it counts as an example in a comment alone. */
const TO_BE_CHANGED = /^change[_-]?(?:it|me)$/i;

/** The host behind a password: /host:1521, HOST:5432/db. */
const HOST = /^(?:\/\/)?([A-Za-z_]{1,64})(?![\w.-])/;

/** How a comment begins in most files of settings. In an .npmrc the setting of a registry begins so too: //host/:_authToken=…. */
const COMMENT = /^\s*(?:[#;]|\/\/(?![^\n]*:_(?:auth|password)))/;

/**
 * Whether the password of a connection only shows how one is written. In a comment that is a word which says what would stand there, or
 * any word where the host is called so: # mysql://user:secret@host:port. Elsewhere the password and the host have to be words in
 * capitals, which no host in a cluster is: postgres://USER:PASSWORD@HOST. `end` is where the match with the password ends.
 */
export function isExample(text: string, password: string, end: number): boolean {
  const host = hostAt(text, end);
  if (/^[A-Z_]+$/.test(password + host) && host !== '' && isPlaceholder(password)) return true;
  return isExampleInComment(password, host) && isInComment(text, end);
}

/** Brackets are for what may be left out: postgres://[user[:password]]@host. */
function isExampleInComment(password: string, host: string): boolean {
  const word = password.replace(/^[([{<]{1,3}|[)\]}>]{1,3}$/g, '');
  return (
    isPlaceholder(word) || TO_BE_CHANGED.test(word) || (/^host(?:name)?$/i.test(host) && /^[a-z]{1,31}$/i.test(word))
  );
}

/** An address goes on with its host behind the @; a DSN of Go behind the protocol and its bracket. */
function hostAt(text: string, end: number): string {
  if (!/[@(]/.test(text.charAt(end - 1))) return '';
  return HOST.exec(text.slice(end, end + LONGEST_HOST))?.[1] ?? '';
}

function isInComment(text: string, end: number): boolean {
  return COMMENT.test(lineUpTo(text, end));
}
