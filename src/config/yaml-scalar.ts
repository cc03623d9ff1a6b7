/** What kubectl makes of a YAML scalar without quotes: its parser's table, in go.yaml.in/yaml/v2 resolve.go. */
const words: ReadonlyMap<string, boolean | null> = new Map<string, boolean | null>([
  ...['y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON'].map((word) => [word, true] as const),
  ...['n', 'N', 'no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF'].map((word) => [word, false] as const),
  ...['', '~', 'null', 'Null', 'NULL'].map((word) => [word, null] as const),
]);

const LONGEST_WORD = 5;

// After underscores are taken out. A leading zero is octal; 0o, 0x and 0b are as in Go.
const OCTAL = /^[-+]?0[oO]?[0-7]+$/;
const HEXADECIMAL = /^[-+]?0[xX][0-9a-fA-F]+$/;
const BINARY = /^[-+]?0[bB][01]+$/;
const DECIMAL = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;

/**
 * The value of a scalar: true, false, null, a number, or the text itself.
 * Times and numbers in base 60 stay text, since JSON has none of them; so do infinities and "not a number", for a key may be one.
 */
export function plainScalar(text: string): boolean | null | number | string {
  if (text.length <= LONGEST_WORD) {
    const word = words.get(text);
    if (word !== undefined) return word;
  }
  return numberOf(text) ?? text;
}

/** What YAML reads as an infinity or as no number, from the same table. JSON has neither, so kubectl refuses such a value. */
const BEYOND_JSON = /^(?:[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;

/** Whether a scalar without quotes is a value that JSON does not have. As a key it is text. */
export function isBeyondJson(text: string): boolean {
  return text.length <= LONGEST_WORD && BEYOND_JSON.test(text);
}

/** A digit opens a number, or a sign or a point before one; everything else is text and needs no closer look. */
const NUMBER_START = /^[-+.]?[0-9._]/;

/** The code of 9, which no sign and no point comes after, but every letter: one look is enough for most scalars. */
const NINE = 57;

/** The code of f, the last letter that a number may end in: 512Mi, 250m and 30s are text after a second look. */
const LAST_DIGIT = 102;

/** Underscores are taken out, but behind a point that begins a number only these. */
const BETWEEN_DIGITS = /(?<=[0-9])_(?=[0-9])/g;

function numberOf(text: string): number | undefined {
  if (text.charCodeAt(0) > NINE || text.charCodeAt(text.length - 1) > LAST_DIGIT || !NUMBER_START.test(text)) {
    return undefined;
  }
  const plain = text.includes('_') ? text.replaceAll(text.startsWith('.') ? BETWEEN_DIGITS : '_', '') : text;
  const number = inOtherBase(plain) ?? (DECIMAL.test(plain) ? Number(plain) : undefined);
  return Number.isFinite(number) ? number : undefined;
}

/** A number that a zero says the base of, which stands before it or after its sign. */
function inOtherBase(text: string): number | undefined {
  const zero = text.indexOf('0');
  if (zero < 0 || zero > 1) return undefined;
  if (OCTAL.test(text)) return inBase(text, 8);
  if (HEXADECIMAL.test(text)) return inBase(text, 16);
  return BINARY.test(text) ? inBase(text, 2) : undefined;
}

/** As far as whole numbers go in 64 bits, of which a sign takes one: the address of a wallet that begins with 0x stays text. */
function inBase(text: string, base: number): number | undefined {
  const size = Number.parseInt(text.replace(/^[-+]?0[xXbBoO]?/, ''), base);
  if (size > 2 ** (/^[-+]/.test(text) ? 63 : 64)) return undefined;
  return text.startsWith('-') ? -size : size;
}
