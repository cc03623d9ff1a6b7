import type { Document, Node, Scalar } from 'yaml';
import { yamlLibrary } from './yaml-library.js';

/** How the text below a header such as | or > is asked for. */
interface Asked {
  /** How many blanks its lines begin with; undefined where the first line with something in it says so. */
  readonly indent: number | undefined;
  /** How many they begin with at least where nobody says so. */
  readonly least: number;
  /** Whether it keeps the ends of lines below it that are empty. */
  readonly keeps: boolean;
}

interface Extent {
  readonly indent: number;
  /** The offset behind its last line. */
  readonly end: number;
}

/**
 * How far the text of a block goes whose first line begins at an offset, as kubectl has it: go.yaml.in/yaml/v2 scannerc.go. To the
 * parser blanks below it are more than nothing only where they go beyond its first line.
 */
export function extentOfBlock(text: string, from: number, { indent: said, least, keeps }: Asked): Extent {
  const indent = said ?? indentOf(text, from, least);
  let [end, stop] = [from, from];
  for (const { margin, isEmpty, next } of linesFrom(text, from)) {
    if (!isEmpty && margin < indent) break;
    if (!isEmpty || keeps || margin > indent) end = next;
    stop = next;
  }
  return { indent, end: endOfTabs(text, stop) ?? end };
}

/** That of its first line with something in it, or that of a longer one above. */
function indentOf(text: string, from: number, least: number): number {
  let widest = least;
  for (const { margin, isEmpty } of linesFrom(text, from)) {
    widest = Math.max(widest, margin);
    if (!isEmpty) break;
  }
  return widest;
}

interface Line {
  /** How many blanks it begins with. */
  readonly margin: number;
  readonly isEmpty: boolean;
  /** Where the next one begins. */
  readonly next: number;
}

function* linesFrom(text: string, from: number): Iterable<Line> {
  for (let at = from; at < text.length;) {
    const feed = text.indexOf('\n', at);
    const next = feed === -1 ? text.length : feed + 1;
    const line = text.slice(at, next).replace(/\r?\n$/, '');
    const margin = line.search(/[^ ]|$/);
    yield { margin, isEmpty: margin === line.length, next };
    at = next;
  }
}

/** Behind all that is empty in lines whose blanks end with a tab, which is a mistake within the block. */
function endOfTabs(text: string, lineStart: number): number | undefined {
  const tabs = / *\t[ \t\r\n]*/y;
  tabs.lastIndex = lineStart;
  return tabs.test(text) ? tabs.lastIndex : undefined;
}

/** How a header begins whose block the parser does not always read to its end: one that says how far it is indented, or that keeps all. */
const SPECIAL = /[|>](?:[-+]?[1-9]|\+)/;

/** Reads blanks at the end of blocks as kubectl does, which the parser drops where nothing but blanks is left. */
export function withWholeBlocks(document: Document.Parsed, source: string): Document.Parsed {
  const { isCollection, visit } = yamlLibrary();
  const { range } = document;
  if (!SPECIAL.test(source.slice(range[0], range[2]))) return document;
  visit(document, {
    Scalar: (_index, node, path) => {
      const [header = '', ...lines] = linesOf(node, source);
      if (!SPECIAL.test(header)) return;
      const around = path.findLast((above) => isCollection(above)) as Node | undefined;
      node.source = textOf(header, lines, columnOf(around, source));
      node.value = node.source;
    },
  });
  return document;
}

/** The header of a block and the lines below it; nothing for other scalars. */
function linesOf({ type, range }: Scalar, source: string): readonly string[] {
  if (type?.startsWith('BLOCK') !== true) return [];
  const lines = source.slice(range?.[0], range?.[1]).split(/\r?\n/);
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
}

/** The column, from 0, of a list or a map. Its first key may have an anchor or a tag before it, which is where it begins to kubectl. */
function columnOf(node: Node | undefined, source: string): number {
  const at = node?.range?.[0] ?? 0;
  const before = source.slice(source.lastIndexOf('\n', at - 1) + 1, at);
  return /^ *(?:[-?:][ \t]+)*/.exec(before)?.[0].length ?? 0;
}

/** What a block says, whose own indentation is counted from what is around it. */
function textOf(header: string, lines: readonly string[], around: number): string {
  const [, step] = /^.[-+]?([1-9])/.exec(header) ?? [];
  const indent = step === undefined ? indentOf(lines.join('\n'), 0, 0) : around + Number(step);
  const texts = lines.map((line) => line.slice(indent));
  const count = texts.findLastIndex((text) => text !== '') + 1;
  const body = texts.slice(0, count);
  const [, chomp] = /^.[1-9]?([-+])/.exec(header) ?? [];
  const end = count > 0 && chomp !== '-' ? '\n' : '';
  const kept = chomp === '+' ? '\n'.repeat(texts.length - count) : '';
  return (header.startsWith('>') ? folded(body) : body.join('\n')) + end + kept;
}

/** One line of those that stand right below each other, but for those with blanks before their text. */
function folded(lines: readonly string[]): string {
  let [text, breaks, isPlain] = ['', '', false];
  for (const line of lines) {
    if (line === '') breaks += '\n';
    else {
      const wasPlain = isPlain;
      isPlain = !/^[ \t]/.test(line);
      if (text !== '') text += !wasPlain || !isPlain ? '\n' : breaks === '' ? ' ' : '';
      text += breaks + line;
      breaks = '';
    }
  }
  return text;
}
