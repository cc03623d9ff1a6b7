// Control characters, line and paragraph separators, and the marks that reorder text on a terminal.
// eslint-disable-next-line no-control-regex
const UNPRINTABLE = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** A name in Kubernetes has 63 characters or fewer: longer text is somebody's mistake, or somebody's attack. */
const LONGEST_NAME = 63;

/** Replaces what a terminal or a log would act on instead of showing, and lone surrogates, by the replacement character. */
export function printable(text: string): string {
  return text.toWellFormed().replace(UNPRINTABLE, '\uFFFD');
}

/** A value of the user's for a message: in double quotes, printable, and cut to a length that leaves room for the message. */
export function quote(value: unknown, longest = LONGEST_NAME): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing');
  return `"${printable(clip(text, longest))}"`;
}

/** Cuts text to a number of characters, the last of which is then an ellipsis. */
export function clip(text: string, longest: number): string {
  return text.length <= longest ? text : `${text.slice(0, longest - 1)}…`;
}
