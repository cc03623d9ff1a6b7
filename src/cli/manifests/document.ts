import { parseYaml } from '../../config/yaml.js';
import type { Position, YamlDocument, YamlProblem } from '../../config/yaml.js';
import type { Json } from '../../policy/json.js';
import type { Pointer } from '../../policy/pointer.js';
import { readFast } from './fast-yaml.js';
import type { FastReading } from './fast-yaml.js';
import { splitDocuments } from './split.js';
import type { Chunk } from './split.js';

/** One document of a file. */
export interface ManifestDocument {
  /** Its place among all documents of the file, from 0. */
  readonly index: number;
  /** Null when it is empty, and when there are problems. */
  readonly value: Json;
  readonly problems: readonly YamlProblem[];
  /** Where the key or item is, in the file, that a pointer into the document leads to, or as much of the way as exists. */
  readonly locate: (path: Pointer) => Position;
}

/** The documents of a file, which holds YAML or one JSON value. */
export function* documentsOf(text: string): Iterable<ManifestDocument> {
  const json = /^\s*[[{]/.test(text) ? readJson(text) : undefined;
  if (json === undefined) {
    for (const chunk of splitDocuments(text)) yield toDocument(chunk, readFast(chunk.text));
  } else yield toDocument({ text, index: 0, linesBefore: 0 }, json);
}

function readJson(text: string): FastReading | undefined {
  try {
    return { value: JSON.parse(text) as Json }; // JSON.parse gives nothing else
  } catch {
    // It may still be YAML, whose reader also says where it is broken.
    return undefined;
  }
}

/** Positions take several times as long as values, so they are found only when somebody asks. */
function toDocument({ text, index, linesBefore }: Chunk, fast: FastReading | undefined): ManifestDocument {
  let precise: YamlDocument | undefined;
  const read = (): YamlDocument | undefined => (precise ??= firstOf(parseYaml(text)));
  const inFile = <Place extends Position>(place: Place): Place => ({ ...place, line: place.line + linesBefore });
  const locate = (path: Pointer): Position => inFile(read()?.locate(path) ?? { line: 1, column: 1 });
  if (fast !== undefined && 'value' in fast) return { index, value: fast.value, problems: [], locate };
  if (fast !== undefined) return { index, value: null, problems: [inFile(mapAsKey(text))], locate };
  return { index, value: read()?.value ?? null, problems: (read()?.problems ?? []).map(inFile), locate };
}

/** A map as a key is nearly always what a template left: {{ .Values.name }} without quotes. */
function mapAsKey(text: string): YamlProblem {
  const before = text.slice(0, Math.max(0, text.indexOf('{{'))).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1, message: 'a key has to be text, not a map' };
}

function firstOf<T>(all: Iterable<T>): T | undefined {
  for (const first of all) return first;
  return undefined;
}
