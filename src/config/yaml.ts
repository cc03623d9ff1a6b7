import type { Document, Lexer, LineCounter, YAMLError } from 'yaml';
import type { Json } from '../policy/json.js';
import type { Pointer } from '../policy/pointer.js';
import { flawOfAliases } from './yaml-aliases.js';
import { composeYaml } from './yaml-compose.js';
import { controlCharacterIn } from './yaml-control.js';
import { yamlLibrary } from './yaml-library.js';
import { looseLexer } from './yaml-lexer.js';
import type { TextFlaw } from './yaml-lexeme.js';
import { flawsOfNodes } from './yaml-node.js';
import { offsetOf } from './yaml-offset.js';
import { scan } from './yaml-scanner.js';

/** A place in a text, both counted from 1; columns are UTF-16 units, as editors count them. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

export interface YamlProblem extends Position {
  /** A lower-case fragment without a full stop. */
  readonly message: string;
}

/** One document of a stream. */
export interface YamlDocument {
  /** Its place among all documents of the stream, empty ones included, from 0. */
  readonly index: number;
  /** As kubectl reads it; null when the document is empty, and when there are problems. */
  readonly value: Json;
  /** The same, and also where nothing is wrong but that keys stand twice: of these the last one counts. */
  readonly readable: Json;
  readonly problems: readonly YamlProblem[];
  /** Where the key or the list item is that a pointer leads to, or as much of the way as exists. */
  readonly locate: (path: Pointer) => Position;
}

/** Beyond this many, problems of one document are the echo of the first ones. */
const MOST_PROBLEMS = 20;

const BEHIND_END =
  'this stands behind the end of a value: write quotes around all of it, or indent this as what it belongs to';
const NOWHERE = 'this belongs to nothing that stands before it';

/** Where aliases nest within each other, and where the parser is at its end. */
const NO_ROOM = 'this is nested too deeply';

/**
 * Reads YAML, and so JSON, in the dialect of kubectl: version 1.1 with its many words for true and false, and merge keys.
 * A byte order mark, CRLF and several documents are coped with. Never throws for what the text holds.
 */
export function* parseYaml(text: string): Generator<YamlDocument> {
  const source = text.startsWith('\uFEFF') ? text.slice(1) : text;
  const { documents, lines, flaws } = readStream(source);
  let [index, from] = [0, 0];
  for (const document of documents) {
    // What stands behind the last one belongs to it, also what the parser made nothing of.
    const to = document === documents.at(-1) ? source.length : document.range[2];
    const control = controlCharacterIn(source, from, to);
    const own = flaws.filter(({ offset }) => offset >= from && offset < to);
    yield toDocument({ document, index: index++, flaws: control === undefined ? own : [control, ...own] }, lines);
    from = to;
  }
}

interface Stream {
  readonly documents: readonly Document.Parsed[];
  readonly lines: LineCounter;
  readonly flaws: readonly TextFlaw[];
}

/** Kubectl asks nothing of the indentation between brackets and quotes, and the parser does; yet its own way tells mistakes better. */
function readStream(source: string): Stream {
  const stream = composed(source);
  const isRead = stream.documents.every(isWhole);
  if (isRead && stream.flaws.length === 0) return stream;
  const loose = composed(source, looseLexer);
  // To the parser text in single quotes may end in the middle, with no fault but that its last quote is a part of it.
  return loose.documents.every(isWhole) && !(isRead && loose.flaws.length > 0) ? loose : stream;
}

function composed(source: string, makeLexer?: () => Lexer): Stream {
  const lines = new (yamlLibrary().LineCounter)();
  const reading = { onNewLine: lines.addNewLine, ...(makeLexer && { lexer: makeLexer() }) };
  return { lines, documents: [...composeYaml(source, reading)], flaws: scan(source, makeLexer?.()) };
}

/** Whether nothing is wrong but that keys stand twice. */
function isWhole({ errors }: Document.Parsed): boolean {
  return errors.every(({ code }) => code === 'DUPLICATE_KEY');
}

interface Parsed {
  readonly document: Document.Parsed;
  readonly index: number;
  /** What is wrong with the text of the document, although the parser can read it. */
  readonly flaws: readonly TextFlaw[];
}

function toDocument({ document, index, flaws }: Parsed, lines: LineCounter): YamlDocument {
  const at = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
  const written = problemsOf(document.errors, at);
  const meant = isWhole(document) ? [...flaws, ...flawsOfNodes(document, MOST_PROBLEMS)] : [];
  const start = document.contents?.range[0] ?? document.range[0];
  const read = isWhole(document) && meant.length === 0 ? readValue(document, start) : { value: null };
  if ('message' in read) meant.push(read);
  const said = meant.map(({ offset, message }) => ({ ...at(offset), message }));
  const problems = [...written, ...said].slice(0, MOST_PROBLEMS);
  const readable = 'value' in read ? read.value : null;
  return {
    index,
    value: problems.length === 0 ? readable : null,
    readable,
    problems,
    locate: (path) => at(offsetOf(document, path) ?? start),
  };
}

function problemsOf(errors: readonly YAMLError[], at: (offset: number) => Position): YamlProblem[] {
  // Behind what is nested too deeply nothing has been read, and where the parser is lost it complains of all that follows.
  const end = errors.filter(isEnd).reduce((least, { pos }) => Math.min(least, pos[0]), Infinity);
  return errors
    .filter(({ pos }) => pos[0] <= end)
    .slice(0, MOST_PROBLEMS)
    .map(({ message, pos }) => ({ ...at(pos[0]), message: lostMessage(message) ?? lowerFirst(message) }));
}

function isEnd({ code, message }: YAMLError): boolean {
  return code === 'RESOURCE_EXHAUSTION' || lostMessage(message) !== undefined;
}

/** What to tell people where the parser says of a piece of the text that it has no place. */
function lostMessage(message: string): string | undefined {
  if (/^Unexpected \S{1,32} at node end$/.test(message)) return BEHIND_END;
  return /^Unexpected \S{1,32} token in YAML stream: /.test(message) ? NOWHERE : undefined;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

function readValue(document: Document.Parsed, start: number): { readonly value: Json } | TextFlaw {
  try {
    const flaw = flawOfAliases(document);
    if (flaw !== undefined) return { offset: flaw.node?.range?.[0] ?? start, message: flaw.message };
    // How far aliases go has been counted, and the tags that are left make nothing else than JSON.
    return { value: document.toJS({ maxAliasCount: -1 }) as Json };
  } catch (error) {
    if (error instanceof RangeError) return { offset: start, message: NO_ROOM };
    return { offset: start, message: lowerFirst(error instanceof Error ? error.message : String(error)) };
  }
}
