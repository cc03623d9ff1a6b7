import type { TextFlaw } from '../../config/yaml-lexeme.js';

/** What may come next. An item or a member may be the end of a list or an object instead, for nothing has come in it yet. */
type Expected = 'value' | 'item' | 'key' | 'member' | 'colon' | 'nextItem' | 'nextMember' | 'end';

/** What a token does: it is a whole value, opens or closes a list or an object, or has something else expected. */
type Step = 'whole' | 'open' | 'close' | Expected;

/** A character of structure, or a string or a word by that name. */
type Steps = Readonly<Record<string, Step>>;

const VALUE: Steps = { string: 'whole', word: 'whole', '{': 'open', '[': 'open' };

const grammar: Readonly<Record<Exclude<Expected, 'end'>, { readonly wanted: string; readonly steps: Steps }>> = {
  value: { wanted: 'a value', steps: VALUE },
  item: { wanted: 'a value or ]', steps: { ...VALUE, ']': 'close' } },
  key: { wanted: 'a key in double quotes', steps: { string: 'colon' } },
  member: { wanted: 'a key in double quotes or }', steps: { string: 'colon', '}': 'close' } },
  colon: { wanted: 'a colon', steps: { ':': 'value' } },
  nextItem: { wanted: 'a comma or ]', steps: { ',': 'value', ']': 'close' } },
  nextMember: { wanted: 'a comma or }', steps: { ',': 'key', '}': 'close' } },
};

/** Where a value of JSON stands in a text. */
export interface JsonSpan {
  readonly start: number;
  readonly end: number;
}

/**
 * The objects of a stream of JSON, which is one or several of them with nothing but blanks between; what is wrong with the stream
 * ends it. The messages of JSON.parse differ from release to release of Node, and not all of them name a place.
 */
export function* spansOf(text: string): Iterable<JsonSpan | TextFlaw> {
  for (let start = endOf(BLANK, text, 0); start < text.length;) {
    const end = text.startsWith('{', start) ? valueEnd(text, start) : unwanted(start, 'nothing more');
    if (typeof end !== 'number') {
      yield end;
      return;
    }
    yield { start, end };
    start = endOf(BLANK, text, end);
  }
}

/** The end of the value that begins at an offset, or the first thing that keeps it from being one. */
function valueEnd(text: string, start: number): number | TextFlaw {
  // The lists and objects that are open, the innermost last, by what comes after each of their items.
  const open: Expected[] = [];
  let expected: Expected = 'value';
  for (let at = start; at < text.length; at = endOf(BLANK, text, at)) {
    const { wanted, steps } = grammar[expected];
    const { kind, end } = tokenAt(text, at);
    const step = Object.hasOwn(steps, kind) ? steps[kind] : undefined;
    if (step === undefined) return unwanted(at, wanted);
    if (typeof end !== 'number') return end;
    expected = advance(step, kind, open);
    if (expected === 'end') return end;
    at = end;
  }
  return { offset: text.length, message: 'this is no JSON: it ends too early' };
}

function unwanted(offset: number, wanted: string): TextFlaw {
  return { offset, message: `this is no JSON: ${wanted} is wanted here` };
}

/** What is expected after a step. */
function advance(step: Step, kind: string, open: Expected[]): Expected {
  if (step === 'open') {
    open.push(kind === '{' ? 'nextMember' : 'nextItem');
    return kind === '{' ? 'member' : 'item';
  }
  if (step === 'close') open.pop();
  return step === 'close' || step === 'whole' ? (open.at(-1) ?? 'end') : step;
}

const BLANK = /[ \t\r\n]*/y;
const WORD = /(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w.+-])/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;

function endOf(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}

interface Token {
  readonly kind: string;
  /** The offset behind it, or what is wrong within it. */
  readonly end: number | TextFlaw;
}

function tokenAt(text: string, at: number): Token {
  const char = text.charAt(at);
  if (char === '"') return { kind: 'string', end: readString(text, at) };
  const end = endOf(WORD, text, at);
  return end > at ? { kind: 'word', end } : { kind: char, end: at + 1 };
}

/** The end of the string that begins at an offset, or what is wrong with it. */
function readString(text: string, start: number): number | TextFlaw {
  for (let at = start + 1; at < text.length; at++) {
    const char = text.charAt(at);
    if (char === '"') return at + 1;
    if (char < ' ') return { offset: at, message: 'this is no JSON: a control character in a text has to be escaped' };
    if (char !== '\\') continue;
    const end = endOf(ESCAPE, text, at);
    if (end === at) return { offset: at, message: 'this is no JSON: there is no such escape sequence' };
    at = end - 1;
  }
  return { offset: start, message: 'this is no JSON: this text has no end' };
}
