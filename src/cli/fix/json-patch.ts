import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { arrayAt, field, stringAt } from '../../policy/json.js';
import type { Json } from '../../policy/json.js';
import type { Pointer } from '../../policy/pointer.js';
import { firstValueIn } from '../manifests/document.js';

/** A place on which a JSON patch of a kustomization (RFC 6902) has the last word, whatever the file says there. */
export interface LastWord {
  readonly path: Pointer;
  /** Whose place it is; undefined where a pattern or nothing says so. */
  readonly kind: string | undefined;
  readonly name: string | undefined;
}

/** The places on which the JSON patches of one kustomization have the last word. Other patches are merged with what is there. */
export function lastWordsOf(folder: string, content: Json | undefined): readonly LastWord[] {
  const patches = ['patches', 'patchesJson6902'].flatMap((list) => arrayAt(content, list));
  return patches.flatMap((patch) => {
    const target = field(patch, 'target');
    const [kind, name] = [plain(stringAt(target, 'kind')), plain(stringAt(target, 'name'))];
    const operations = operationsOf(folder, patch);
    return operations.flatMap((one) => (overwrites(one) ? [{ path: stringAt(one, 'path') ?? '', kind, name }] : []));
  });
}

function operationsOf(folder: string, patch: Json): readonly Json[] {
  const path = stringAt(patch, 'path');
  try {
    const text = stringAt(patch, 'patch') ?? (path === undefined ? '' : readFileSync(join(folder, path), 'utf8'));
    const said = firstValueIn(text);
    return Array.isArray(said) ? (said as readonly Json[]) : [];
  } catch {
    // kubectl says what is wrong with it.
    return [];
  }
}

/** An item that is put into a list, or taken out of it, leaves the others as they are. */
function overwrites(operation: Json): boolean {
  const [op, path] = [stringAt(operation, 'op'), stringAt(operation, 'path')];
  if (path === undefined || op === 'test') return false;
  return op === 'replace' || !/\/(?:\d{1,9}|-)$/.test(path);
}

/** Targets are named by patterns, most of which are no more than a name. */
function plain(pattern: string | undefined): string | undefined {
  return pattern !== undefined && /^[a-z\d-]{1,253}$/i.test(pattern) ? pattern : undefined;
}

/** Whether a last word is about an object, as it is called in the end: kustomizations that build upon this one add to its name. */
export function isAbout({ kind, name }: LastWord, built: { readonly kind: string; readonly name: string }): boolean {
  return (kind ?? built.kind) === built.kind && built.name.includes(name ?? '');
}

/** Whether a path leads to a place, or into what is there. */
export function leadsTo(path: Pointer, place: Pointer): boolean {
  return path === place || path.startsWith(`${place}/`);
}
