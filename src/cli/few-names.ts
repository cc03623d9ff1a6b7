/** As many names as fit on a line or two. */
const MOST_NAMES = 5;

/** Names for a sentence: the first few, and how many others there are. */
export function fewNames(names: readonly string[]): string {
  const others = names.length > MOST_NAMES ? ` and ${names.length - MOST_NAMES} more` : '';
  return names.slice(0, MOST_NAMES).join(', ') + others;
}
