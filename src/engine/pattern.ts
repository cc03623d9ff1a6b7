import { RE2JS } from 're2js';

/** The longest pattern that is read, in characters: a program grows with its text, and each step of a match with the program. */
const LONGEST_PATTERN = 1_000;

/** Every pattern that was compiled. There are as many as the configurations that were read hold. */
const compiled = new Map<string, RE2JS | undefined>();

/** Compiles a regular expression in the syntax of RE2, once; gives undefined for what is none. */
export function compilePattern(pattern: string): RE2JS | undefined {
  if (!compiled.has(pattern)) compiled.set(pattern, tryToCompile(pattern));
  return compiled.get(pattern);
}

/** Whether the pattern matches the whole text, in a time linear in the text, whatever the pattern. One that is none matches nothing. */
export function matchesPattern(pattern: string, text: string): boolean {
  return compilePattern(pattern)?.testExact(text) === true;
}

function tryToCompile(pattern: string): RE2JS | undefined {
  if (pattern.length > LONGEST_PATTERN) return undefined;
  try {
    return RE2JS.compile(pattern);
  } catch {
    // It throws for what RE2 leaves out as well, such as references back and looking ahead.
    return undefined;
  }
}
