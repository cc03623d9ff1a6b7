import jsonPatch from 'fast-json-patch';
import type { Operation } from 'fast-json-patch';
import { isObject } from '../policy/json.js';
import type { Json, JsonObject } from '../policy/json.js';
import { segmentsOf } from '../policy/pointer.js';
import type { Edit } from '../policy/policy.js';

/** What came of a list of edits: the new object, which shares with the old one all that did not change. */
export interface Edited {
  readonly object: JsonObject;
  readonly applied: readonly Edit[];
  /** Edits that would overwrite what the user set, touch what is not theirs, or find no place. */
  readonly skipped: readonly Edit[];
}

/**
 * Applies edits in order. The object handed in is never written to.
 * Without `overwrite`, as in injection, only what is missing or null is set, and nothing is removed.
 */
export function applyEdits(
  object: JsonObject,
  edits: readonly Edit[],
  options: { readonly overwrite: boolean },
): Edited {
  let current: JsonObject = object;
  const applied: Edit[] = [];
  const skipped: Edit[] = [];
  for (const edit of edits) {
    const segments = segmentsOf(edit.path);
    const next = isAllowed(segments) ? change(current, segments, { edit, overwrite: options.overwrite }) : undefined;
    if (isObject(next)) {
      current = next;
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

/** The JSON Patch that makes these edits and nothing else; empty when none of them can be made. */
export function patchOf(object: JsonObject, edits: readonly Edit[]): readonly Operation[] {
  return toPatch(object, applyEdits(object, edits, { overwrite: true }).object);
}

const poisoned = new Set(['__proto__', 'constructor', 'prototype']);

/** The API server's own fields are not ours to edit, and no path may reach a prototype. */
function isAllowed(segments: readonly string[]): boolean {
  if (segments.length === 0 || segments.some((segment) => poisoned.has(segment))) return false;
  if (segments[0] === 'status') return false;
  return !(segments[0] === 'metadata' && (segments[1] === 'managedFields' || segments[1] === 'resourceVersion'));
}

interface Change {
  readonly edit: Edit;
  readonly overwrite: boolean;
}

/** Gives a changed copy of one level of the object, or undefined when the edit cannot or may not be made. */
function change(node: Json | undefined, [segment, ...rest]: readonly string[], how: Change): Json | undefined {
  if (segment === undefined) return leaf(node, how);
  const parent = node ?? missingParent(segment, how.edit);
  if (Array.isArray(parent)) return changeItem(parent as readonly Json[], segment, rest, how);
  if (!isObject(parent)) return undefined;
  if (how.edit.op === 'remove' && rest.length === 0) return removed(parent, segment, how);
  const changed = change(Object.hasOwn(parent, segment) ? parent[segment] : undefined, rest, how);
  return changed === undefined ? undefined : { ...parent, [segment]: changed };
}

function missingParent(segment: string, edit: Edit): Json | undefined {
  if (edit.op === 'remove') return undefined;
  return segment === '-' ? [] : {};
}

function leaf(node: Json | undefined, { edit, overwrite }: Change): Json | undefined {
  if (edit.op === 'remove' || (!overwrite && node !== undefined && node !== null)) return undefined;
  return edit.value;
}

function removed(parent: JsonObject, name: string, { overwrite }: Change): JsonObject | undefined {
  if (!overwrite || !Object.hasOwn(parent, name)) return undefined;
  const { [name]: _gone, ...rest } = parent;
  return rest;
}

function changeItem(list: readonly Json[], segment: string, rest: readonly string[], how: Change): Json | undefined {
  const index = segment === '-' ? list.length : itemIndex(segment, list);
  if (index === undefined) return undefined;
  if (how.edit.op === 'remove' && rest.length === 0) return how.overwrite ? list.toSpliced(index, 1) : undefined;
  const changed = change(list[index], rest, how);
  return changed === undefined ? undefined : list.toSpliced(index, 1, changed);
}

/** A decimal index of an item that is there. */
function itemIndex(segment: string, list: readonly Json[]): number | undefined {
  const index = /^\d{1,9}$/.test(segment) ? Number(segment) : Infinity;
  return index < list.length ? index : undefined;
}
