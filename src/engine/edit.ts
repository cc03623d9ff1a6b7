import jsonPatch from 'fast-json-patch';
import type { Operation } from 'fast-json-patch';
import { isObject } from '../policy/json.js';
import type { Json, JsonObject } from '../policy/json.js';
import { pointer, segmentsOf } from '../policy/pointer.js';
import type { Edit } from '../policy/policy.js';

/** What came of a list of edits: the new object, which shares with the old one all that did not change. */
export interface Edited {
  readonly object: JsonObject;
  readonly applied: readonly Edit[];
  /** Edits that would overwrite what the user set, touch what is not theirs, or find no place. */
  readonly skipped: readonly Edit[];
}

/**
 * Applies edits in order. The object handed in is never written to, and each part of it is copied once at most.
 * Without `overwrite`, as in injection, only what is missing or null is set, and nothing is removed.
 */
export function applyEdits(
  object: JsonObject,
  edits: readonly Edit[],
  options: { readonly overwrite: boolean },
): Edited {
  const copies: Copies = new Set();
  let current: JsonObject = object;
  const applied: Edit[] = [];
  const skipped: Edit[] = [];
  for (const edit of edits) {
    const segments = segmentsOf(edit.path);
    if (isPossible(current, segments, edit, options.overwrite)) {
      current = make(current, segments, edit, copies);
      applied.push(edit);
    } else skipped.push(edit);
  }
  return { object: current, applied, skipped };
}

/** The smallest JSON Patch (RFC 6902) that fast-json-patch finds between an object and its edited copy. */
export function toPatch(before: JsonObject, after: JsonObject): readonly Operation[] {
  // The comparison reports an own __proto__ key as a change although both sides have the same one.
  return jsonPatch.compare(before, after).filter((operation) => isAllowed(segmentsOf(operation.path)));
}

/**
 * The JSON Patch that makes these edits and nothing else; empty when none of them can be made.
 * It is read off the edits: to compare the whole object for each of a thousand findings would take minutes.
 */
export function patchOf(object: JsonObject, edits: readonly Edit[]): readonly Operation[] {
  const copies: Copies = new Set();
  const patch: Operation[] = [];
  let current = object;
  for (const edit of edits) {
    const segments = segmentsOf(edit.path);
    if (!isPossible(current, segments, edit, true)) continue;
    patch.push(operationOf(current, segments, edit));
    if (edit !== edits.at(-1)) current = make(current, segments, edit, copies);
  }
  return patch;
}

const poisoned = new Set(['__proto__', 'constructor', 'prototype']);

/** The API server's own fields are not ours to edit, and no path may reach a prototype. */
function isAllowed(segments: readonly string[]): boolean {
  if (segments.length === 0 || segments.some((segment) => poisoned.has(segment))) return false;
  if (segments[0] === 'status') return false;
  return !(segments[0] === 'metadata' && (segments[1] === 'managedFields' || segments[1] === 'resourceVersion'));
}

/** Whether an edit has a place, and may be made there. */
function isPossible(object: JsonObject, segments: readonly string[], edit: Edit, overwrite: boolean): boolean {
  if (!isAllowed(segments) || (edit.op === 'remove' && !overwrite)) return false;
  let node: Json | undefined = object;
  for (const segment of segments) {
    if (isAbsent(node)) return edit.op === 'set';
    if (!hasPlace(node, segment, edit)) return false;
    node = childOf(node, segment);
  }
  if (edit.op === 'remove') return node !== undefined;
  return overwrite || isAbsent(node);
}

function isAbsent(node: Json | undefined): node is null | undefined {
  return node === undefined || node === null;
}

function hasPlace(node: Json, segment: string, edit: Edit): boolean {
  return Array.isArray(node) ? isItem(node, segment, edit) : isObject(node);
}

/** A decimal index of an item that is there, or the place behind the last one. */
function isItem(list: readonly unknown[], segment: string, edit: Edit): boolean {
  return segment === '-' ? edit.op === 'set' : /^\d{1,9}$/.test(segment) && Number(segment) < list.length;
}

/** What an object or a list holds at a segment; undefined behind the last item. */
function childOf(node: Json, segment: string): Json | undefined {
  if (Array.isArray(node)) return segment === '-' ? undefined : (node as readonly Json[])[Number(segment)];
  return isObject(node) && Object.hasOwn(node, segment) ? node[segment] : undefined;
}

/** The parts of the new object that are already copies, and so may be written to. */
type Copies = Set<object>;
type Writable = Record<string, Json | undefined> | (Json | undefined)[];

/** Makes an edit that is known to be possible, and gives the new object. */
function make(object: JsonObject, segments: readonly string[], edit: Edit, copies: Copies): JsonObject {
  const root = writable(object, copies) as Record<string, Json | undefined>; // a copy of an object is an object
  let node: Writable = root;
  for (const [index, segment] of segments.slice(0, -1).entries()) {
    const child = childOf(node as Json, segment) ?? (segments[index + 1] === '-' ? [] : {});
    const next = writable(child as object, copies);
    put(node, segment, next as Json);
    node = next;
  }
  const last = segments.at(-1) ?? '';
  if (edit.op === 'set') put(node, last, edit.value);
  else if (Array.isArray(node)) node.splice(Number(last), 1);
  else Reflect.deleteProperty(node, last);
  return root;
}

function writable(node: object, copies: Copies): Writable {
  if (copies.has(node)) return node as Writable; // only copies that were made here are in the set
  const copy: Writable = Array.isArray(node) ? [...(node as Json[])] : { ...(node as JsonObject) };
  copies.add(copy);
  return copy;
}

function put(node: Writable, segment: string, value: Json): void {
  if (!Array.isArray(node)) node[segment] = value;
  else if (segment === '-') node.push(value);
  else node[Number(segment)] = value;
}

/** A possible edit as one operation: missing parents are added with what goes into them. */
function operationOf(object: JsonObject, segments: readonly string[], edit: Edit): Operation {
  let node: Json = object;
  let path = '';
  for (const [index, segment] of segments.entries()) {
    const child = childOf(node, segment);
    path = pointer(path, segment === '-' && Array.isArray(node) ? node.length : segment);
    if (edit.op === 'set' && (isAbsent(child) || index === segments.length - 1)) {
      return {
        op: child === undefined ? 'add' : 'replace',
        path,
        value: wrapped(segments.slice(index + 1), edit.value),
      };
    }
    node = child ?? null;
  }
  return { op: 'remove', path };
}

/** A value inside the parents that it is missing. */
function wrapped(segments: readonly string[], value: Json): Json {
  return segments.reduceRight<Json>((inner, segment) => (segment === '-' ? [inner] : { [segment]: inner }), value);
}
