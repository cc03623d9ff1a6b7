/** A tab where a line begins, or behind a dash or a question mark; not one behind a key. */
const TABBED = /^ *(?:: *)?\t|[-?](?<=(?:^|[ \t])[-?]) *\t/m;

/** A colon that would end a key between brackets if kubectl needed no blank behind it, or that begins something there. */
const ODD_COLON = /:(?:[,[\]{}](?<=[^\s"',[\]{}]:.)|[^\s,[\]{}](?<=(?:[[{,]|:\s)\s*:.))/;

/** A question mark that may stand in text between brackets. */
const ODD_MARK = /\?(?:(?<=[[{,][^\n"'#]*\?)|(?=[^\n"']*[,\]}])|(?=[^\s"']*\s*[\]},]))/;

/** Escape sequences that JSON and YAML 1.2 have and kubectl has not; of \U there is more than Unicode has characters. */
const ODD_ESCAPE = /\\(?<=(?<!\\)(?:\\\\)*\\)(?:\/|U(?!0001|0000[0-9a-cA-CefEF])|u[dD][89a-fA-F])/;

/**
 * Whether a text may hold what the parsers here read in another way than kubectl, so that somebody has to look closely. This is a quick
 * look, for the answer is nearly always no.
 */
export function mayBeScannedOtherwise(text: string): boolean {
  return (
    (text.includes('\t') && TABBED.test(text)) ||
    (text.includes('\\') && ODD_ESCAPE.test(text)) ||
    (text.includes('?') && ODD_MARK.test(text)) ||
    ODD_COLON.test(text)
  );
}
