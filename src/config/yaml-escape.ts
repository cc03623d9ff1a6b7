import type { Lexeme, TextFlaw } from './yaml-lexeme.js';

/** An escape sequence: one letter, or the number of a character in hexadecimal digits. */
const ESCAPE = /\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(\r?\n(?:[ \t]*\r?\n)?|[^]))/g;

/** Half of a character beyond the first 65,536: JSON writes such a character as two of them. */
const HALVES = { first: 0xd800, last: 0xdfff };

const LAST_CHARACTER = 0x10ffff;

/** The escape sequences in a text in quotes that the parsers here know, and kubectl does not: go.yaml.in/yaml/v2 scannerc.go. */
export function* flawsOfEscapes(lexeme: Lexeme): Iterable<TextFlaw> {
  if (lexeme.text.startsWith('"')) yield* flawsInDouble(lexeme);
  else if (lexeme.text.split("'").length % 2 === 0)
    yield { offset: lexeme.offset + lexeme.text.length - 1, message: OPEN };
}

function* flawsInDouble({ text, offset }: Lexeme): Iterable<TextFlaw> {
  for (const { 0: written, 1: four, 2: eight, 3: letter, index } of text.matchAll(ESCAPE)) {
    const number = Number.parseInt(four ?? eight ?? '', 16);
    const isLast = index + written.length === text.length;
    const message = isLast ? OPEN : letter === undefined ? flawOfNumber(written, number) : flawOfLetter(letter);
    if (message !== undefined) yield { offset: offset + index, message };
  }
}

/** The parser takes the last quote of a file for one that ends the text, although a backslash or, in single quotes, another one is before it. */
const OPEN = 'this quote is a part of the text: write another one behind it, which ends the text';
const BREAK = 'kubectl keeps the blank line below this backslash, and others do not: write \\n for it';

function flawOfLetter(letter: string): string | undefined {
  if (letter.endsWith('\n') && letter.trim() === '' && letter.indexOf('\n') < letter.length - 1) return BREAK;
  return letter === '/' ? 'kubectl knows no escape sequence \\/ in YAML: write / alone' : undefined;
}

function flawOfNumber(written: string, code: number): string | undefined {
  const isHalf = code >= HALVES.first && code <= HALVES.last;
  return isHalf || code > LAST_CHARACTER
    ? `${written} is no character to kubectl: write the character itself, or \\U and eight digits`
    : undefined;
}

/** A blank line below a backslash. */
const ODD_BREAK = /\\(?:\r\n?|\n)[ \t]*[\r\n]/;

/** Whether a text may have one in double quotes. In scripts a backslash at the end of a line is nothing rare. */
export function mayHaveOddBreak(text: string): boolean {
  return text.includes('\\') && ODD_BREAK.test(text);
}
