import type { CST, ErrorCode } from 'yaml';

/**
 * Far more than any manifest has, in lists and maps within each other. The parser calls itself for each, and Node cannot end that well:
 * a regular expression that is compiled where the stack is nearly full takes the whole process down.
 */
export const MOST_LEVELS = 650;

/** What can be wrong with tokens, by the names that the parser has for such errors. */
export type TokenFlaw = Extract<ErrorCode, 'RESOURCE_EXHAUSTION' | 'MISSING_CHAR'>;

export const tokenMessages: Readonly<Record<TokenFlaw, string>> = {
  RESOURCE_EXHAUSTION: `this is nested in more than ${MOST_LEVELS} lists and maps, of which no more are read`,
  MISSING_CHAR: 'a colon has to stand before the value of a key that ? begins',
};

/**
 * Empties what nests deeper in what the parser made of a text, and finds values without a colon, which it would drop. Gives the offset
 * of the first of each.
 */
export function checkTokens(token: CST.Token): ReadonlyMap<TokenFlaw, number> {
  const first = new Map<TokenFlaw, number>();
  const blame = (flaw: TokenFlaw, offset: number): unknown =>
    first.set(flaw, Math.min(first.get(flaw) ?? Infinity, offset));
  const open: { readonly token: Part; readonly level: number }[] = [{ token, level: 0 }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { level } = next;
    const at = collectionOf(next.token);
    if (at === undefined) continue;
    if (level >= MOST_LEVELS) {
      at.items.length = 0;
      blame('RESOURCE_EXHAUSTION', at.offset);
    }
    for (const item of at.items) {
      const { key, value } = item;
      if (at.type === 'block-map' && isLost(item)) blame('MISSING_CHAR', value?.offset ?? at.offset);
      open.push({ token: key, level: level + 1 }, { token: value, level: level + 1 });
    }
  }
  return first;
}

type Part = CST.Token | null | undefined;

/** The list or the map that a token is, or that the document of that token is. */
function collectionOf(token: Part): Extract<CST.Token, { items: unknown[] }> | undefined {
  const at = token?.type === 'document' ? token.value : token;
  return at !== null && at !== undefined && 'items' in at ? at : undefined;
}

/** Whether an entry of a map has a value, but no colon before it. */
function isLost({ sep, value }: CST.CollectionItem): boolean {
  return value !== undefined && sep?.some(({ type }) => type === 'map-value-ind') !== true;
}
