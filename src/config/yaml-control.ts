import { parsesAsJson } from './json-text.js';
import type { TextFlaw } from './yaml-lexeme.js';

/** What YAML does not let stand in a text: go.yaml.in/yaml/v2 readerc.go. In double quotes there are escape sequences for it. */
// eslint-disable-next-line no-control-regex -- these are what is looked for
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u2028\u2029\ufffe\uffff]/;

/** They end a line for kubectl, as YAML 1.1 says, and for nobody else: what others take for a comment goes on behind them. */
const ODD_BREAK = /[\u0085\u2028\u2029]/;

/**
 * The first control character in a part of a text; undefined where there is none. In JSON, which kubectl reads by other rules,
 * what ends a line for some programs alone is a character like any other.
 */
export function controlCharacterIn(text: string, from: number, to: number): TextFlaw | undefined {
  const part = text.slice(from, to);
  const found = part.search(CONTROL);
  if (found < 0) return undefined;
  const offset = from + found;
  if (!ODD_BREAK.test(part.charAt(found))) return { offset, message: 'control characters are not allowed' };
  if (parsesAsJson(part)) return undefined;
  const code = part.charCodeAt(found).toString(16).toUpperCase().padStart(4, '0');
  return {
    offset,
    message: `U+${code} ends a line for kubectl alone: end the line, or write \\u${code} in double quotes`,
  };
}

/** Whether there is any of them in a text. */
export function hasControlCharacter(text: string): boolean {
  return CONTROL.test(text);
}
