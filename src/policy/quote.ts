// Control characters, line and paragraph separators, and the marks that reorder text on a terminal.
// eslint-disable-next-line no-control-regex -- these are what is replaced
const UNPRINTABLE = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** Nearly all text is this, and need not be searched any further. */
const PLAIN = /^[\x20-\x7e]*$/;

/** A name in Kubernetes has 63 characters or fewer: longer text is somebody's mistake, or somebody's attack. */
const LONGEST_NAME = 63;

/** Replaces what a terminal or a log would act on instead of showing, and lone surrogates, by the replacement character. */
export function printable(text: string): string {
  if (PLAIN.test(text)) return text;
  return text.toWellFormed().replace(UNPRINTABLE, '\uFFFD');
}

/**
 * A value of the user's for a message: in double quotes, printable, and cut to a length that leaves room for the message.
 * Lists and objects are named by what they are: they may be of any depth, and hold what is nobody's business.
 */
export function quote(value: unknown, longest = LONGEST_NAME): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'an object';
  const text = typeof value === 'string' ? value : value === undefined ? 'nothing' : JSON.stringify(value);
  return `"${printable(clip(text, longest))}"`;
}

/** Cuts text to a number of characters, the last of which is then an ellipsis. */
export function clip(text: string, longest: number): string {
  return text.length <= longest ? text : `${text.slice(0, longest - 1)}…`;
}

/** The longest message, in characters: what the API conventions grant one admission warning. */
const LONGEST_MESSAGE = 120;

/** How long a value of the user's may be, tried in this order until the message fits. */
const ROOMS = [90, LONGEST_NAME, 48, 36, 24, 16, 8] as const;

/** Shows a value of the user's in a message. */
export type Show = (value: unknown) => string;

/**
 * Writes a message that fits, whatever values it quotes. The writer is handed a function that shows a value:
 * numbers and booleans as they are, everything else quoted and cut.
 */
export function message(write: (show: Show) => string): string {
  for (const room of ROOMS) {
    const text = write((value) => (isPlain(value) ? String(value) : quote(value, room)));
    if (text.length <= LONGEST_MESSAGE) return text;
  }
  return clip(
    write((value) => quote(value, 1)),
    LONGEST_MESSAGE,
  );
}

function isPlain(value: unknown): boolean {
  return typeof value === 'number' || typeof value === 'boolean';
}
