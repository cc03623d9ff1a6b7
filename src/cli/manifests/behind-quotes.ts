/** What begins a key or an item, or ends a key, right behind quotes. */
const ENTRY = String.raw`[ \t]*(?:[-?](?:\s|$)|(?![\s,#\]}]).*:(?:\s|$))`;

/** Text in quotes that closes below the line where it opens, and what js-yaml takes for an entry of the map or the list around behind it. */
const DOUBLE = new RegExp(
  String.raw`"(?<=(?:^|\s)")[^"\\\r\n]*(?:\\.[^"\\\r\n]*)*\\?[\r\n][^"\\]*(?:\\[^][^"\\]*)*"${ENTRY}`,
  'm',
);
const SINGLE = new RegExp(
  String.raw`'(?<=(?:^|\s)')[^'\r\n]*(?:''[^'\r\n]*)*[\r\n][^']*(?:''[^']*)*'(?!')${ENTRY}`,
  'm',
);

/** Whether something may stand right behind quotes of several lines, which is refused. Each quote is looked at once, and most texts have few. */
export function mayHaveTextBehindQuotes(text: string): boolean {
  return (text.includes('"') && DOUBLE.test(text)) || (text.includes("'") && SINGLE.test(text));
}
