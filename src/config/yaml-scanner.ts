import type { Lexer } from 'yaml';
import { parsesAsJson } from './json-text.js';
import { flawsOfEscapes, mayHaveOddBreak } from './yaml-escape.js';
import { EXPLICIT, flawOfLoneColon, flawsOfKey, mayHaveLongKey } from './yaml-key.js';
import type { Key } from './yaml-key.js';
import { isAround, least, roll, unroll } from './yaml-indent.js';
import type { Indentation } from './yaml-indent.js';
import { flawsOfLineEnds, hasOddLineEnd } from './yaml-line-end.js';
import { isLost, lexemesOf, withLineFeeds } from './yaml-lexeme.js';
import type { Lexeme, TextFlaw } from './yaml-lexeme.js';
import { looseLexer } from './yaml-lexer.js';
import { byteOrderMarkIn, hasByteOrderMark } from './yaml-mark.js';
import { flawOfProperty, mayHaveOddProperty } from './yaml-property.js';
import { mayBeScannedOtherwise } from './yaml-suspect.js';
import { tabInBlock, tabsInPlain } from './yaml-tab.js';

const TAB = 'a tab may not stand here for kubectl: write spaces';
const COLON = 'this colon is a part of the text for kubectl: write a space behind it, or quotes around the text';
const HEADER = 'nothing but a comment may stand behind this header of a block';
const MARK = 'kubectl takes this for more than text between brackets: write quotes around it';

/** Where kubectl is in a text, by the names and the rules of its parser: go.yaml.in/yaml/v2 scannerc.go. */
interface Scanner extends Indentation {
  readonly flaws: TextFlaw[];
  lineStart: number;
  flow: number;
  /** Whether a key may begin here. Where none may, a tab does no harm. */
  keyAllowed: boolean;
  /** What may turn out to be a key: without brackets in this line, and between those of each level. */
  keys: (Key | undefined)[];
  /** Whether nothing but blanks stands between here and text without quotes, and whether a line has ended since. */
  afterPlain: 'no' | 'same line' | 'line below';
  /** The header of the block whose text comes next. */
  header: string | undefined;
}

/** Quick looks at a text, which tell nearly always that nothing is wrong with it. */
const looks = [mayBeScannedOtherwise, mayHaveLongKey, mayHaveOddProperty, mayHaveOddBreak, hasByteOrderMark];

/** What is wrong with a text that js-yaml can read. */
export function flawsOfText(text: string): readonly TextFlaw[] {
  return looks.some((look) => look(text)) ? scan(text, looseLexer()) : [];
}

/** All that kubectl does not read as it is meant, and the parsers here do. An object in JSON it reads by other rules. */
export function scan(text: string, lexer?: Lexer): readonly TextFlaw[] {
  if (parsesAsJson(text)) return [];
  const source = withLineFeeds(text);
  const [flaws, hasOddEnd] = [[...byteOrderMarkIn(text)], hasOddLineEnd(text)];
  const scanner: Scanner = { flaws, lineStart: 0, header: undefined, ...atStart(), keyAllowed: true };
  for (const lexeme of lexemesOf(source, lexer)) {
    if (isLost(lexeme)) break;
    const step = Object.hasOwn(steps, lexeme.type) ? steps[lexeme.type] : begin;
    step?.(scanner, lexeme, source);
    if (hasOddEnd) flaws.push(...flawsOfLineEnds(text, lexeme));
  }
  return scanner.flaws;
}

/** Where a document begins. */
function atStart(): Omit<Scanner, 'flaws' | 'lineStart' | 'header'> {
  return { flow: 0, indents: [], keyAllowed: false, keys: [], afterPlain: 'no' };
}

type Step = (scanner: Scanner, lexeme: Lexeme, source: string) => void;

const restart: Step = (scanner) => Object.assign(scanner, atStart());

/** What each kind of lexeme does; all others begin something that may be a key. */
const steps: Readonly<Record<string, Step>> = {
  space: blank,
  comment: (scanner) => {
    scanner.afterPlain = 'no';
  },
  newline: (scanner, { offset, text }) => {
    scanner.lineStart = offset + text.length;
    if (scanner.afterPlain !== 'no') scanner.afterPlain = 'line below';
    if (scanner.flow === 0) scanner.keyAllowed = true;
    scanner.keys[0] = undefined;
  },
  'doc-start': restart,
  'doc-end': restart,
  'directive-line': restart,
  'seq-item-ind': indicate,
  'explicit-key-ind': indicate,
  'map-value-ind': colon,
  anchor: property,
  alias: property,
  tag: property,
  comma: (scanner) => {
    scanner.keys[scanner.flow] = undefined;
    scanner.afterPlain = 'no';
  },
  'flow-map-start': open,
  'flow-seq-start': open,
  'flow-map-end': close,
  'flow-seq-end': close,
  'double-quoted-scalar': quoted,
  'single-quoted-scalar': quoted,
  'block-scalar-header': (scanner, lexeme, source) => {
    begin(scanner, lexeme);
    scanner.header = lexeme.text;
    const isAlone = /^[ \t]*(?:[\r\n#]|$)/.test(source.slice(lexeme.offset + lexeme.text.length));
    if (!isAlone) scanner.flaws.push({ offset: lexeme.offset, message: HEADER });
  },
  scalar: (scanner, lexeme) => {
    if (scanner.header === undefined) plain(scanner, lexeme);
    else block(scanner, scanner.header, lexeme);
  },
};

function blank(scanner: Scanner, { text, offset }: Lexeme): void {
  const tab = text.indexOf('\t');
  if (tab === -1) return;
  const { afterPlain, flow, keyAllowed, lineStart } = scanner;
  const column = offset + tab - lineStart;
  const isFlaw =
    afterPlain === 'no' ? flow === 0 && keyAllowed : afterPlain === 'line below' && column < least(scanner);
  if (isFlaw) scanner.flaws.push({ offset: offset + tab, message: TAB });
}

function begin(scanner: Scanner, { text, offset }: Lexeme): void {
  const column = offset - scanner.lineStart;
  unroll(scanner, column);
  if (scanner.flow > 0 || scanner.keyAllowed) scanner.keys[scanner.flow] ??= { column, offset };
  scanner.keyAllowed = false;
  scanner.afterPlain = 'no';
  const lastBreak = text.lastIndexOf('\n');
  if (lastBreak !== -1) scanner.lineStart = offset + lastBreak + 1;
}

function indicate(scanner: Scanner, { offset }: Lexeme): void {
  roll(scanner, offset - scanner.lineStart);
  scanner.keyAllowed = scanner.flow === 0;
  scanner.keys[scanner.flow] = scanner.flow === 0 ? undefined : EXPLICIT;
  scanner.afterPlain = 'no';
}

function colon(scanner: Scanner, lexeme: Lexeme, source: string): void {
  const { flow } = scanner;
  const key = scanner.keys[flow];
  const column = lexeme.offset - scanner.lineStart;
  scanner.flaws.push(...flawsOfColon(scanner, lexeme, source));
  scanner.keyAllowed = flow === 0 && key === undefined;
  roll(scanner, key?.column ?? column);
  if (flow === 0) scanner.keys[0] = undefined;
  scanner.afterPlain = 'no';
}

function* flawsOfColon(scanner: Scanner, { offset }: Lexeme, source: string): Iterable<TextFlaw> {
  const { flow, keys, afterPlain, lineStart } = scanner;
  const isGlued = flow > 0 && afterPlain === 'same line' && /[,[\]{}]/.test(source.charAt(offset + 1));
  if (isGlued) yield { offset, message: COLON };
  const key = keys[flow];
  if (key !== undefined) yield* flawsOfKey(source, key, offset);
  // The colon of a key with a question mark stands below that.
  else if (flow === 0 && !isAround(scanner, offset - lineStart)) yield flawOfLoneColon(offset);
}

function quoted(scanner: Scanner, lexeme: Lexeme): void {
  begin(scanner, lexeme);
  for (const flaw of flawsOfEscapes(lexeme)) scanner.flaws.push(flaw);
}

function property(scanner: Scanner, lexeme: Lexeme, source: string): void {
  begin(scanner, lexeme);
  const flaw = flawOfProperty(lexeme, source);
  if (flaw !== undefined) scanner.flaws.push(flaw);
}

function open(scanner: Scanner, lexeme: Lexeme): void {
  begin(scanner, lexeme);
  scanner.flow++;
  scanner.keys[scanner.flow] = undefined;
}

function close(scanner: Scanner): void {
  scanner.flow = Math.max(0, scanner.flow - 1);
  scanner.keyAllowed = false;
  scanner.afterPlain = 'no';
}

/** Text without quotes, which may go on in lines below. */
function plain(scanner: Scanner, lexeme: Lexeme): void {
  const { text, offset } = lexeme;
  begin(scanner, lexeme);
  for (const tab of tabsInPlain(text, least(scanner))) scanner.flaws.push({ offset: offset + tab, message: TAB });
  const odd = scanner.flow > 0 ? text.search(/^:|\?/) : -1;
  if (odd !== -1) scanner.flaws.push({ offset: offset + odd, message: MARK });
  scanner.afterPlain = 'same line';
}

/** The text below a header such as | or >. */
function block(scanner: Scanner, header: string, { text, offset }: Lexeme): void {
  const tab = tabInBlock(text, header, scanner.indents.at(-1) ?? 0);
  if (tab !== undefined) scanner.flaws.push({ offset: offset + tab, message: TAB });
  const lineStart = offset + text.length;
  scanner.keys[0] = undefined;
  Object.assign(scanner, { lineStart, header: undefined, keyAllowed: true, afterPlain: 'no' });
}
