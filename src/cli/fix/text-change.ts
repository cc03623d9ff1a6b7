import { diffLines } from 'diff';
import { applyEdits } from '../../engine/edit.js';
import { isObject } from '../../policy/json.js';
import type { Json } from '../../policy/json.js';
import type { Pointer } from '../../policy/pointer.js';
import type { Edit } from '../../policy/policy.js';
import type { Replacement } from '../../report/judged.js';
import { templateMarkOf } from '../manifests/template.js';
import { rewrite } from './rewrite.js';
import { touchVariable } from './variable.js';

/** A document of a file, and what it says. */
export interface Written {
  readonly text: string;
  readonly value: Json;
  /** How many lines of the file stand before it. */
  readonly linesBefore: number;
}

/** Parsing a longer text again for every finding in it would take minutes. In characters. */
const LONGEST_TEXT = 100_000;

/**
 * What edits of an object, which stands at a place of a document, change in the text of the file; undefined where no edit of the
 * text alone leads there, or where the file is no place for edits: a template, or a document of unusual length.
 */
export function textChange(
  { text, value, linesBefore }: Written,
  at: Pointer,
  edits: readonly Edit[],
): readonly Replacement[] | undefined {
  if (!isObject(value) || text.length > LONGEST_TEXT || templateMarkOf(text) !== undefined) return undefined;
  const inDocument = edits.map((edit) => ({ ...edit, path: at + edit.path }));
  if (touchVariable(value, inDocument)) return undefined;
  const { object, skipped } = applyEdits(value, inDocument, { overwrite: true });
  const rewritten = skipped.length > 0 ? undefined : rewrite(text, value, object);
  return rewritten === undefined || 'reason' in rewritten
    ? undefined
    : replacementsOf(text, rewritten.text, linesBefore);
}

/** The changes that make one text of another: whole lines, without what begins and ends alike. */
export function replacementsOf(before: string, after: string, linesBefore: number): readonly Replacement[] {
  const found: Replacement[] = [];
  let line = linesBefore + 1;
  let gone: string | undefined;
  const put = (removed: string, added: string): void => {
    found.push(replacement(line, removed, added));
    line += breaksIn(removed);
  };
  for (const { added, removed, value } of diffLines(before, after)) {
    if (removed) gone = value;
    else if (added) {
      put(gone ?? '', value);
      gone = undefined;
    } else {
      if (gone !== undefined) put(gone, '');
      gone = undefined;
      line += breaksIn(value);
    }
  }
  if (gone !== undefined) put(gone, '');
  return found;
}

function breaksIn(text: string): number {
  return text.split('\n').length - 1;
}

/** What lines of text become, which begin at the start of a line. */
function replacement(line: number, removed: string, added: string): Replacement {
  const shorter = Math.min(removed.length, added.length);
  let start = 0;
  while (start < shorter && removed[start] === added[start]) start++;
  let alike = 0;
  while (alike < shorter - start && removed.at(-1 - alike) === added.at(-1 - alike)) alike++;
  const from = placeIn(removed, start, line);
  const to = placeIn(removed, removed.length - alike, line);
  return {
    startLine: from.line,
    startColumn: from.column,
    endLine: to.line,
    endColumn: to.column,
    text: added.slice(start, added.length - alike),
  };
}

function placeIn(text: string, offset: number, line: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, offset);
  return { line: line + breaksIn(before), column: offset - (before.lastIndexOf('\n') + 1) + 1 };
}
