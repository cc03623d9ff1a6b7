import type { TextFlaw } from '../../config/yaml-lexeme.js';
import { parseYaml } from '../../config/yaml.js';
import type { Position, YamlProblem } from '../../config/yaml.js';
import type { Json } from '../../policy/json.js';
import { segmentsOf } from '../../policy/pointer.js';
import type { Pointer, Segment } from '../../policy/pointer.js';
import { readFast } from './fast-yaml.js';
import { readJson } from './json-text.js';
import { linesOf } from './lines.js';
import type { Lines } from './lines.js';
import { piecesOf } from './pieces.js';
import type { Piece } from './pieces.js';
import { placesIn } from './places.js';
import { scanner } from './scan.js';

/** Where the text of a document stands in its file. */
type Written = Omit<Piece, 'isJson' | 'fault'>;

/** One document of a file, and where its text stands there. */
export interface ManifestDocument extends Written {
  /** Null when it is empty, and when there are problems. */
  readonly value: Json;
  readonly problems: readonly YamlProblem[];
  /** Where the key or item is, in the file, that a pointer into the document leads to, or as much of the way as exists. */
  readonly locate: (path: Pointer) => Position;
  /** A whole line by its number in the file, where it is known. */
  readonly lineAt: (line: number) => string | undefined;
}

/** The documents of a file, which holds YAML, or JSON with one value or several. */
export function* documentsOf(text: string): Iterable<ManifestDocument> {
  const json = /^[ \t\r\n]*[[{]/.test(text) ? readJson(text) : undefined;
  if (json === undefined) {
    for (const piece of piecesOf(text)) yield documentOf(piece);
  } else yield toDocument({ text, start: 0, index: 0, linesBefore: 0, columnsBefore: 0 }, json);
}

/** What the first document of a text says; undefined where it cannot be read, and where there is none. */
export function firstValueIn(text: string): Json | undefined {
  const first = firstOf(documentsOf(text));
  return first?.problems.length === 0 ? first.value : undefined;
}

function documentOf(piece: Piece): ManifestDocument {
  const { text, fault, isJson } = piece;
  return fault === undefined ? toDocument(piece, isJson ? readJson(text) : readFast(text)) : broken(piece, fault);
}

/**
 * What kubectl would not read as it is meant. That is so of much that was meant to be JSON and is not: YAML would let it pass, such as
 * NaN, and a comma before a brace, which many releases of kubectl refuse.
 */
function broken(piece: Piece, { offset, message }: TextFlaw): ManifestDocument {
  const lines = linesOf(piece.text);
  const place = shift(lines.positionOf(offset), piece);
  const problems = [{ ...place, message }];
  return { ...piece, value: null, problems, locate: () => place, lineAt: lineOf(piece, lines) };
}

/** A place in the file, of a place in the text of a document. */
function shift<Place extends Position>(place: Place, { linesBefore, columnsBefore }: Written): Place {
  const column = place.column + (place.line === 1 ? columnsBefore : 0);
  return { ...place, line: place.line + linesBefore, column };
}

interface Reading {
  readonly value: Json;
}

/** Positions take several times as long as values, so they are found only when somebody asks. */
function toDocument(written: Written, fast: Reading | undefined): ManifestDocument {
  if (fast !== undefined) {
    const { value } = fast;
    const finder = once(() => finderOf(written, value));
    return {
      ...written,
      value,
      problems: [],
      locate: (path) => finder().locate(path),
      lineAt: (line) => finder().lineAt(line),
    };
  }
  const read = firstOf(parseYaml(written.text));
  const lines = once(() => linesOf(written.text));
  return {
    ...written,
    value: read?.value ?? null,
    problems: (read?.problems ?? []).map((problem) => shift(problem, written)),
    locate: (path) => shift(read?.locate(path) ?? START, written),
    lineAt: (line) => lineOf(written, lines())(line),
  };
}

const START: Position = { line: 1, column: 1 };

/** What finds places and lines. For a place there are three ways, each of which is asked where the quicker one before it is not sure. */
function finderOf(written: Written, value: Json): Pick<ManifestDocument, 'locate' | 'lineAt'> {
  const { text } = written;
  const lines = linesOf(text);
  const scan = scanner(text);
  const places = once(() => placesIn(text));
  const read = once(() => firstOf(parseYaml(text)));
  const find = (path: Pointer): Position | undefined => {
    const offset = scan?.(existing(value, path)) ?? places()?.(path);
    return offset === undefined ? read()?.locate(path) : lines.positionOf(offset);
  };
  return { locate: (path) => shift(find(path) ?? START, written), lineAt: lineOf(written, lines) };
}

/** The line of a value that others stand before on it is not known as a whole here. */
function lineOf({ linesBefore, columnsBefore }: Written, lines: Lines): ManifestDocument['lineAt'] {
  return (line) => {
    const own = line - linesBefore;
    return own === 1 && columnsBefore > 0 ? undefined : lines.textOf(own);
  };
}

/** As much of a path as exists in a value. */
export function existing(value: Json | undefined, path: Pointer): readonly Segment[] {
  const found: Segment[] = [];
  let at: unknown = value;
  for (const segment of segmentsOf(path)) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, segment)) break;
    if (Array.isArray(at) && !/^\d+$/.test(segment)) break;
    found.push(Array.isArray(at) ? Number(segment) : segment);
    at = (at as Readonly<Record<string, unknown>>)[segment];
  }
  return found;
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

function firstOf<T>(all: Iterable<T>): T | undefined {
  for (const first of all) return first;
  return undefined;
}
