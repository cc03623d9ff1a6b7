import type { CST } from 'yaml';

/**
 * Far more than any manifest has, in lists and maps within each other. The parser calls itself for each, and Node cannot end that well:
 * a regular expression that is compiled where the stack is nearly full takes the whole process down.
 */
const MOST_LEVELS = 650;

export const TOO_DEEP = `this is nested in more than ${MOST_LEVELS} lists and maps, of which no more are read`;

/** Empties what nests deeper in what the parser made of a text, and gives the offset of the first of it. */
export function cutDeep(token: CST.Token): number | undefined {
  let first: number | undefined;
  const open: { readonly token: CST.Token | null | undefined; readonly level: number }[] = [{ token, level: 0 }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { token: at, level } = next;
    if (at?.type === 'document') open.push({ token: at.value, level });
    if (at === null || at === undefined || !('items' in at)) continue;
    if (level >= MOST_LEVELS) {
      at.items.length = 0;
      first = Math.min(first ?? Infinity, at.offset);
    }
    for (const { key, value } of at.items)
      open.push({ token: key, level: level + 1 }, { token: value, level: level + 1 });
  }
  return first;
}
