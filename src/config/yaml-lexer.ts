import type { Lexer } from 'yaml';
import { extentOfBlock } from './yaml-block.js';
import { yamlLibrary } from './yaml-library.js';

type Step = () => Generator<string, unknown>;

/** What the parser keeps to itself of how it cuts a text into pieces. */
interface Inside {
  readonly buffer: string;
  readonly pos: number;
  /** How far a line has to be indented at least that belongs to what began above it. */
  indentNext: number;
  /** What the header of a block says of its indentation, less one; -1 where it says nothing. */
  readonly blockScalarIndent: number;
  readonly blockScalarKeep: boolean;
  readonly pushToIndex: (end: number, allowEmpty: boolean) => Generator<string, unknown>;
  parseBlockScalar: Step;
  parseLineStart: Step;
  parseFlowCollection: Step;
  parseQuotedScalar: Step;
}

/** Stands before each scalar without quotes; it is no character of the text. */
export const SCALAR = '\u001f';

/**
 * Cuts a text into pieces as the parser does, but that the text below | or > ends where it does to kubectl, and that no line with at
 * most a comment in it says how far others are indented: to the parser #c at the start of a line ends all lists and maps around, and
 * text below goes on in lines that are none of it.
 */
export function strictLexer(): Lexer {
  const made = new (yamlLibrary().Lexer)();
  readBlocksWhole(made as unknown as Inside);
  wrap(made, 'parseLineStart', ({ buffer, pos, indentNext }) => (isVoid(buffer, pos) ? indentNext : undefined));
  return made;
}

/**
 * The same, but that indentation means nothing between brackets and quotes, as to kubectl. Where one of them is never closed, the
 * mistake shows only far below: this is for texts that kubectl is known to read.
 */
export function looseLexer(): Lexer {
  const made = strictLexer();
  for (const name of ['parseFlowCollection', 'parseQuotedScalar'] as const)
    wrap(made, name, (inside) => {
      const { indentNext } = inside;
      inside.indentNext = 0;
      return indentNext;
    });
  return made;
}

/** Has a lexer end the text of a block where kubectl does. */
function readBlocksWhole(inside: Inside): void {
  inside.parseBlockScalar = function* () {
    const { buffer, pos, blockScalarIndent: step, blockScalarKeep: keeps } = inside;
    const least = Math.max(inside.indentNext, 1);
    const said = step === -1 ? undefined : least + step;
    const { indent, end } = extentOfBlock(buffer, pos, { indent: said, least, keeps });
    if (end > pos) inside.indentNext = indent;
    yield SCALAR;
    yield* inside.pushToIndex(end, true);
    return yield* inside.parseLineStart();
  };
}

/** Has a step of a lexer leave the indentation behind that is settled before it, if any is. */
function wrap(
  lexer: Lexer,
  name: 'parseLineStart' | 'parseFlowCollection' | 'parseQuotedScalar',
  settle: Settle,
): void {
  const inside = lexer as unknown as Inside; // its declaration says that these are private
  const step = inside[name];
  inside[name] = function* () {
    const indentNext = settle(inside);
    const next = yield* step.call(inside);
    inside.indentNext = indentNext ?? inside.indentNext;
    return next;
  };
}

type Settle = (inside: Inside) => number | undefined;

/** Whether there is nothing in a line but blanks and a comment. */
function isVoid(text: string, lineStart: number): boolean {
  const nothing = /[ \t]*(?:#|\r?\n)/y;
  nothing.lastIndex = lineStart;
  return nothing.test(text);
}
