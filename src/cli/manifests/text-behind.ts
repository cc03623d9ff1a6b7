/** What begins a key or an item. */
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

/** A bracket, and behind it what may begin a key or an item. A colon alone makes a key of the brackets. */
export const BEHIND_BRACKET = /[\]}][ \t]*(?![\s,#\]}]|:(?:\s|$))(?:(?<item>[-?](?:\s|$))|.)/m;

/** All of a line up to its last colon that may end a key. */
const UP_TO_COLON = /^.*:(?=\s|$)/;

/** What tells in a line how deep in brackets the rest of it is. No text in quotes begins behind a backslash. */
const PIECES = /\\"|"[^"\\]*(?:\\.[^"\\]*)*"|'[^']*(?:''[^']*)*'(?!')|[[\]{}]/g;

/** Whether a key or an item may stand right behind brackets that another line opened. */
export function mayHaveTextBehindBrackets(text: string): boolean {
  return text.split(/[\r\n]/).some((line) => BEHIND_BRACKET.test(line) && startsOf(line).some(closesMore));
}

/** Where a line is outside of quotes: from its start on, unless text in quotes goes on in it. */
function startsOf(line: string): readonly string[] {
  const quotes = ['"', "'"].filter((quote) => line.includes(quote));
  return [line, ...quotes.map((quote) => line.slice(line.indexOf(quote) + 1))];
}

function closesMore(line: string): boolean {
  const colon = UP_TO_COLON.exec(line)?.[0].length ?? 0;
  let depth = 0;
  for (const { 0: piece, index } of line.matchAll(PIECES)) {
    depth += STEPS.get(piece) ?? 0;
    if (depth < 0 && isEntryBehind(line, index, colon)) return true;
  }
  return false;
}

const STEPS: ReadonlyMap<string, number> = new Map(Object.entries({ '[': 1, '{': 1, ']': -1, '}': -1 }));

const BEHIND_HERE = new RegExp(BEHIND_BRACKET, 'y');

function isEntryBehind(line: string, bracket: number, colon: number): boolean {
  BEHIND_HERE.lastIndex = bracket;
  const found = BEHIND_HERE.exec(line);
  return found !== null && (found.groups?.['item'] !== undefined || colon > BEHIND_HERE.lastIndex);
}
