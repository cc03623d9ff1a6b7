import type { Lexeme, TextFlaw } from './yaml-lexeme.js';

/** What programs make of a file that was given carriage returns twice. Kubectl takes one of them away before its parser reads. */
const ODD_END = '\r\r\n';

const MESSAGE = 'kubectl takes \\r\\r\\n for the end of one line, and others for that of two: leave one \\r out';

/** Whether there is such an end of a line in a text. */
export function hasOddLineEnd(text: string): boolean {
  return text.includes(ODD_END);
}

/** The first of them within what a scalar says. Elsewhere one blank line more is nothing to anybody. */
export function flawsOfLineEnds(text: string, { type, offset, text: { length } }: Lexeme): readonly TextFlaw[] {
  // The text of a block begins within what ends the line of its header.
  const from = Math.max(0, offset - 1);
  const at = type.endsWith('scalar') ? text.slice(from, offset + length).indexOf(ODD_END) : -1;
  return at === -1 ? [] : [{ offset: from + at, message: MESSAGE }];
}
