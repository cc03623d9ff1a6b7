import type { Lexer } from 'yaml';
import { yamlLibrary } from './yaml-library.js';

type Step = () => Generator<string, unknown>;

/** What the parser keeps to itself of how it cuts a text into pieces. */
interface Inside {
  /** How far a line has to be indented at least that belongs to what began above it. */
  indentNext: number;
  parseFlowCollection?: Step;
  parseQuotedScalar?: Step;
}

/**
 * Cuts a text into pieces as the parser does, but that indentation means nothing between brackets and quotes, as to kubectl. Where one
 * of them is never closed, the mistake shows only far below: this is for texts that kubectl is known to read.
 */
export function looseLexer(): Lexer {
  const lexer = new (yamlLibrary().Lexer)();
  const inside = lexer as unknown as Inside; // its declaration says that these are private
  for (const name of ['parseFlowCollection', 'parseQuotedScalar'] as const) {
    const parse = inside[name];
    if (parse !== undefined) inside[name] = loosened(parse, inside);
  }
  return lexer;
}

function loosened(parse: Step, inside: Inside): Step {
  return function* () {
    const { indentNext } = inside;
    inside.indentNext = 0;
    const next = yield* parse.call(inside);
    inside.indentNext = indentNext;
    return next;
  };
}
