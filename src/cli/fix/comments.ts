import { tokensOf } from '../../config/yaml-lexeme.js';
import { looseLexer } from '../../config/yaml-lexer.js';
import { rememberLatest } from '../../policy/remember.js';
import { firstFrom } from '../../policy/first-from.js';
import { breakAt, columnAt } from './sheet.js';

interface Comment {
  readonly offset: number;
  readonly source: string;
}

/** The comments that begin within a part of the text. */
export function commentsIn(text: string, start: number, end: number): readonly string[] {
  if (!text.slice(start, end).includes('#')) return [];
  const all = allComments(text);
  const [first, behind] = [start, end].map((offset) => firstFrom(offset, all, offsetOf));
  return all.slice(first, behind).map(({ source }) => source);
}

function offsetOf({ offset }: Comment): number {
  return offset;
}

/** In the order of the text. Every fix of a document asks about the same text, which to read takes as long as all the rest. */
const allComments = rememberLatest((text: string): readonly Comment[] => {
  return [...tokensOf(text, { lexer: looseLexer() })]
    .flatMap((token) => [...commentsOf(token)])
    .sort((a, b) => offsetOf(a) - offsetOf(b));
});

function* commentsOf(token: unknown): Iterable<Comment> {
  if (typeof token !== 'object' || token === null) return;
  const { type, offset, source } = token as {
    readonly type?: string;
    readonly offset?: number;
    readonly source?: string;
  };
  if (type !== 'comment') {
    for (const part of Object.values(token)) yield* commentsOf(part);
  } else if (offset !== undefined && source !== undefined) yield { offset, source };
}

/**
 * Comments that go before what stands at an offset, or in its place: each on its line, and what follows as far to the right as that
 * stood. What stays before them may end earlier, where a comma goes too.
 */
export function linesOfComments(comments: readonly string[], offset: number, text: string, endBefore = offset): string {
  if (comments.length === 0) return '';
  const margin = breakAt(text, offset) + ' '.repeat(columnAt(offset, text));
  const gap = /\s/.test(text.charAt(endBefore - 1)) ? '' : ' ';
  return gap + comments.map((comment) => comment + margin).join('');
}
