import type { CST, Lexer } from 'yaml';
import { SCALAR, strictLexer } from './yaml-lexer.js';
import { yamlLibrary } from './yaml-library.js';
import { MOST_LEVELS } from './yaml-token.js';

/** What is wrong with a text, and the offset where it stands. */
export interface TextFlaw {
  readonly offset: number;
  /** A lower-case fragment without a full stop. */
  readonly message: string;
}

/** A piece of a text that the parser takes for one, such as a dash, a comment, or all of a scalar. */
export interface Lexeme {
  /** What the parser calls it. A scalar is one without quotes; below the header of a block it is the text of that block. */
  readonly type: string;
  readonly text: string;
  readonly offset: number;
}

/** A carriage return alone ends a line, which the parser does not know. */
export function withLineFeeds(text: string): string {
  return text.replaceAll(/\r(?!\n)/g, '\n');
}

/** What the parser makes of brackets that do not close further to the right than they opened. Kubectl goes on within them. */
const LOST = 'flow-error-end';

/** What ends text between brackets. */
const ENDS = new Set([',', ']', '}']);

/**
 * The pieces of a text as the parser wants them. Between brackets a dash alone is text to kubectl, as in [tar, xf, -], and the
 * parser would take it for an item, with text of no length behind it if a comma follows.
 */
function* piecesOf(source: string, lexer: Lexer = strictLexer()): Iterable<string> {
  let held: readonly string[] = [];
  for (const piece of lexer.lex(source)) {
    if (piece === '-') {
      yield* held;
      held = ['-'];
    } else if (piece === SCALAR && held.length === 1) held = ['-', SCALAR];
    else {
      yield* held.length > 0 ? dash(held, piece) : [piece];
      held = [];
    }
  }
  yield* held;
}

function dash(held: readonly string[], next: string): readonly string[] {
  if (held.length === 1) return ENDS.has(next) ? [SCALAR, '-', next] : [...held, next];
  return next === '' ? [SCALAR, '-'] : [...held, next];
}

export interface Reading {
  readonly onNewLine?: (offset: number) => void;
  /** What cuts the text into pieces; else the parser's own. */
  readonly lexer?: Lexer;
}

/** Above this number of things that are open there are too many lists and maps: a document is one of them, and text may be another. */
const MOST_OPEN = MOST_LEVELS + 2;

/**
 * What the parser makes of them, up to where it goes too deep: what ends many levels at once it hands from one to the next, each time
 * calling itself. Where commas are missing in brackets, every line opens a level.
 */
export function* tokensOf(source: string, { onNewLine, lexer }: Reading = {}): Iterable<CST.Token> {
  const parser = new (yamlLibrary().Parser)(onNewLine);
  onNewLine?.(0);
  for (const piece of piecesOf(source, lexer)) {
    yield* parser.next(piece);
    if (parser.stack.length > MOST_OPEN) break;
  }
  yield* parser.end();
}

/** The same pieces with where they stand, and without what is no character of the text. */
export function* lexemesOf(source: string, lexer?: Lexer): Iterable<Lexeme> {
  const { tokenType } = yamlLibrary().CST;
  let offset = 0;
  let isScalar = false;
  for (const text of piecesOf(source, lexer)) {
    const type: string | null = isScalar ? 'scalar' : tokenType(text);
    isScalar = !isScalar && type === 'scalar';
    if (isScalar || type === null || type === 'doc-mode') continue;
    const isText = type !== LOST;
    yield { type, text: isText ? text : '', offset };
    if (isText) offset += text.length;
  }
}

/**
 * Whether the parser cannot follow any more where kubectl can: to it brackets and quotes end before a line that is not indented, and
 * a tab indents nothing. What follows says nothing about kubectl.
 */
export function isLost({ type, text }: Lexeme): boolean {
  if (type === LOST) return true;
  return /^(?:double|single)-quoted-scalar$/.test(type) && (text.length === 1 || text.at(0) !== text.at(-1));
}
