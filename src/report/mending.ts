import type { Operation } from 'fast-json-patch';
import { fieldPath, pointer } from '../policy/pointer.js';
import type { Pointer } from '../policy/pointer.js';
import { printable } from '../policy/quote.js';
import type { ReportedFinding } from './judged.js';

/** The most fields that are told one by one. */
const MANY = 3;

/** The longest value that is told, in characters: a longer one says less than the name of its field. */
const LONGEST_VALUE = 40;

/** Maps this deep are opened; no fix is deeper. */
const DEEPEST = 8;

/** A field that a fix changes, and what it puts there. */
interface Change {
  readonly verb: 'set' | 'add' | 'remove';
  readonly path: Pointer;
  readonly value?: unknown;
}

/** What the fix of a finding does, in one line, such as: set resources.limits.memory to 256Mi. Undefined without a fix. */
export function sayFix({ fix, container }: Pick<ReportedFinding, 'fix' | 'container'>): string | undefined {
  if (fix === undefined) return undefined;
  const changes = fix.flatMap((operation) => [...changesOf(operation)]);
  const told = changes.slice(0, changes.length > MANY ? MANY - 1 : MANY).map((change, index) => {
    const text = say(change, container !== undefined);
    return index > 0 && changes[index - 1]?.verb === change.verb ? text : `${change.verb} ${text}`;
  });
  if (changes.length > MANY) told.push(`${changes.length - told.length} fields more`);
  return printable(told.join(', '));
}

function* changesOf(operation: Operation): Iterable<Change> {
  const { op, path } = operation;
  if (op === 'remove') yield { verb: 'remove', path };
  if (op !== 'add' && op !== 'replace') return;
  const value: unknown = operation.value;
  // A patch names the place of a new item by its number, which nobody wants to count to.
  const list = op === 'add' ? /^(.*)\/\d+$/.exec(path)?.[1] : undefined;
  if (list === undefined) yield* leavesOf(path, value, DEEPEST);
  else yield { verb: 'add', path: list, value };
}

function* leavesOf(path: Pointer, value: unknown, depth: number): Iterable<Change> {
  const fields = isMap(value) && depth > 0 ? Object.entries(value) : [];
  if (fields.length === 0) yield { verb: 'set', path, value };
  for (const [key, inner] of fields) yield* leavesOf(pointer(path, key), inner, depth - 1);
}

function isMap(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function say({ verb, path, value }: Change, isOfContainer: boolean): string {
  const field = fieldPath(isOfContainer ? withinContainer(path) : path);
  if (verb === 'remove') return field;
  const text = plain(value);
  if (verb === 'add') return text === undefined ? `an item to ${field}` : `${text} to ${field}`;
  return text === undefined ? field : `${field} to ${text}`;
}

/** The way to a container, of which the first one counts. */
const TO_CONTAINER = /^.*?\/(?:initC|ephemeralC|c)ontainers\/\d+(?=\/)/;

/** The message has named the container, so the way to it is left out. */
function withinContainer(path: Pointer): Pointer {
  return path.replace(TO_CONTAINER, '');
}

/** A value as YAML would write it on one line; undefined when it is too long, or of too many parts. */
function plain(value: unknown): string | undefined {
  const text = typeof value === 'string' ? value || '""' : JSON.stringify(value).replaceAll('"', '');
  const isNested = Array.isArray(value) && value.some((item) => typeof item === 'object');
  return text.length > LONGEST_VALUE || isNested ? undefined : text;
}
