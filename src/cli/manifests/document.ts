import { parseYaml } from '../../config/yaml.js';
import type { Position, YamlProblem } from '../../config/yaml.js';
import type { Json } from '../../policy/json.js';
import { segmentsOf } from '../../policy/pointer.js';
import type { Pointer, Segment } from '../../policy/pointer.js';
import { readFast } from './fast-yaml.js';
import { faultOf } from './json-fault.js';
import { readJson } from './json-text.js';
import { linesOf } from './lines.js';
import { placesIn } from './places.js';
import { scanner } from './scan.js';
import { splitDocuments } from './split.js';
import type { Chunk } from './split.js';

/** One document of a file. */
export interface ManifestDocument {
  /** Its place among all documents of the file, from 0. */
  readonly index: number;
  readonly text: string;
  /** How many lines of the file stand before its text. */
  readonly linesBefore: number;
  /** Null when it is empty, and when there are problems. */
  readonly value: Json;
  readonly problems: readonly YamlProblem[];
  /** Where the key or item is, in the file, that a pointer into the document leads to, or as much of the way as exists. */
  readonly locate: (path: Pointer) => LineOf;
}

/** A place with the whole line that it is on. */
export interface LineOf extends Position {
  readonly text: string;
}

/** The documents of a file, which holds YAML or one JSON value. */
export function* documentsOf(text: string): Iterable<ManifestDocument> {
  const json = /^\s*[[{]/.test(text) ? readJson(text) : undefined;
  if (json === undefined) {
    for (const chunk of splitDocuments(text)) yield jsonWithFault(chunk) ?? toDocument(chunk, readFast(chunk.text));
  } else yield toDocument({ text, index: 0, linesBefore: 0 }, json);
}

/**
 * What was meant to be JSON, and is not. YAML would let much of it pass, such as NaN, and a comma before a brace; kubectl, which
 * takes a file for JSON by its first character, refuses it. A brace alone may also begin a template.
 */
function jsonWithFault({ text, index, linesBefore }: Chunk): ManifestDocument | undefined {
  const fault = index === 0 && /^\s*\{\s*"/.test(text) ? faultOf(text) : undefined;
  if (fault === undefined) return undefined;
  const { positionOf, textOf } = linesOf(text);
  const position = positionOf(fault.offset);
  const place = { line: position.line + linesBefore, column: position.column };
  const locate = (): LineOf => ({ ...place, text: textOf(position.line) });
  return { index, text, linesBefore, value: null, problems: [{ ...place, message: fault.message }], locate };
}

interface Reading {
  readonly value: Json;
}

/** Positions take several times as long as values, so they are found only when somebody asks. */
function toDocument({ text, index, linesBefore }: Chunk, fast: Reading | undefined): ManifestDocument {
  const read = once(() => firstOf(parseYaml(text)));
  const inFile = <Place extends Position>(place: Place): Place => ({ ...place, line: place.line + linesBefore });
  const lines = once(() => linesOf(text));
  const scan = once(() => (fast === undefined ? undefined : scanner(text)));
  const places = once(() => (fast === undefined ? undefined : placesIn(text)));
  const locate = (path: Pointer): LineOf => {
    const offset = scan()?.(existing(fast?.value, path)) ?? places()?.(path);
    const found = offset === undefined ? read()?.locate(path) : lines().positionOf(offset);
    const position = found ?? { line: 1, column: 1 };
    return { ...inFile(position), text: lines().textOf(position.line) };
  };
  const document = { index, text, linesBefore, locate };
  if (fast !== undefined) return { ...document, value: fast.value, problems: [] };
  return { ...document, value: read()?.value ?? null, problems: (read()?.problems ?? []).map(inFile) };
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
