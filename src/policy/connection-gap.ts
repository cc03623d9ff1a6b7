import { isBracketed, isPlaceholder } from './secret-placeholder.js';

/** How a value begins, or what it has in it, that stands where a password will be. Each pattern is bounded, or looks at the beginning alone. */
const GAPS: readonly RegExp[] = [
  // What a shell, a template or a string of a program puts in: $(cat /run/pw), `…`, ${NAME:?missing}, $NAME,…, $ENV{NAME}, $1, @/run/pw, {{ … }}.
  /^(?:\\?\$?\$(?:ENV)?[({]|\\?\$[A-Za-z_]\w{0,252}(?:[,|)\]};'"]|\.[A-Za-z]|\??$)|\$\$[A-Za-z_]|@[/{]|\$[\d@*]|`|\{[\w{%$}]|#\{|%[({]|\(\(|\[\[)/,
  // <what is asked for>, <%= … %>, %v, :name and ? of a statement, and the ends of strings that code puts together: "…:"+password+"@…".
  /^(?:<[^<>\n]{0,253}>|<%|%[a-z]$|:[a-z_]\w{0,63}$|\?$|["']?\s{0,3}\+[^+]{1,253}\+)/i,
  // What a pattern looks for, or puts back: [^@]+, (.*), (?<password>…), \S+, \2, ***/.
  /^(?:\][*+{]|\(\?|\(?(?:\.|\\[swd])[*+]|\\\d$|\*{3})|\[\^/i,
  // The port of an address with more behind it: http://web:8080,ops@example.com.
  /^\d{1,5}[,;|&)}\]<>\\]/,
  // The rest of a user that is put in as well, and a password that is: ${env:USER}:${env:PASSWORD}.
  /^[^{}]{1,128}\}:\$?\{{1,2}[^{}]{1,253}\}{1,2}$/,
  // What GitHub takes beside a token that stands in place of the user, and what stands where a log had one.
  /^(?:x-oauth-basic|redacted)$/i,
];

/** What code reads from somewhere: os.environ["PASSWORD"], getenv('PASSWORD'), $_ENV['PASSWORD']. */
const READING = /^\$?[A-Za-z_]\w{0,63}(?:(?:\.|::|->)[A-Za-z_]\w{0,63}){0,8}(?:\(|\[(?:["'\w$\\:]|$))/;

/** Whether the password of a connection is none, for it is put in from elsewhere, or is part of a pattern. */
export function isGap(password: string): boolean {
  return isBracketed(password) || GAPS.some((pattern) => pattern.test(password));
}

/** What nobody sets who puts it there: YOUR_PASSWORD, your-password; and in capitals whatever says what would stand there. */
export function isAskedFor(value: string): boolean {
  return /^your[a-z_-]{1,64}$/i.test(value) || (/^[A-Z_-]{1,64}$/.test(value) && isPlaceholder(value));
}

/** Whether a value without quotes is a call of code, or an entry of a table. */
export function isReading(value: string): boolean {
  return READING.test(value);
}
