import { applyEdits } from '../../engine/edit.js';
import { isObject } from '../../policy/json.js';
import type { Json } from '../../policy/json.js';
import type { Pointer } from '../../policy/pointer.js';
import type { Edit } from '../../policy/policy.js';
import { TOO_LONG } from './effort.js';
import type { Effort } from './effort.js';
import { rewrite } from './rewrite.js';
import type { Refusal, Why } from './rewrite.js';

/** A document, and what its text says. */
export interface Written {
  readonly text: string;
  readonly value: Json;
}

/** What is to be done to the object that stands at a place of the document. */
export interface Wanted {
  readonly at: Pointer;
  readonly edits: readonly Edit[];
}

const NO_PLACE = 'its fixes have no place in it; mend it by hand';

/** How much text is read again to find the objects that cannot be edited: some seconds' worth. In characters. */
const MOST_TRIED = 12_000_000;

/** How often a text of any length is read to edit all its objects together, for each step takes about nine times its length. */
const MOST_TIMES = 360;

/** As much effort as somebody waits for who wants a text to be edited. */
export function effortFor({ length }: string): Effort {
  return { left: Math.max(MOST_TRIED, length * MOST_TIMES) };
}

export interface Edited<One extends Wanted> {
  readonly text: string;
  /** Those objects that were not edited, and why. */
  readonly refused: ReadonlyMap<One, Why>;
}

/** Edits those objects of a document that can be edited. */
export function editObjects<One extends Wanted>(from: Written, all: readonly One[], effort: Effort): Edited<One> {
  const refused = new Map<One, Why>();
  return { text: editAll(from, all, { effort, refused }).text, refused };
}

interface Trial<One> {
  readonly effort: Effort;
  readonly refused: Map<One, Why>;
}

/** Edits all objects at once, or else those of each half, so that one whose text cannot be edited does not keep the others from it. */
function editAll<One extends Wanted>(from: Written, all: readonly One[], trial: Trial<One>): Written {
  const { effort, refused } = trial;
  if (all.length === 0) return from;
  const edited = effort.left > 0 ? edit(from, all, effort) : refusal(TOO_LONG, true);
  if (!('why' in edited)) return edited;
  effort.left = Math.min(effort.left, MOST_TRIED);
  if (all.length === 1 || edited.isClosed) {
    const { reason, offset } = edited.why();
    for (const one of all) {
      // Of several objects, nobody knows which of them a place in the text belongs to.
      const isIts = edited.isClosed || one.at === '';
      refused.set(one, { reason, ...(isIts && offset !== undefined && { offset }) });
    }
    return from;
  }
  const half = Math.ceil(all.length / 2);
  return editAll(editAll(from, all.slice(0, half), trial), all.slice(half), trial);
}

function edit({ text, value }: Written, all: readonly Wanted[], effort: Effort): Written | Refusal {
  const edits = all.flatMap((one) => one.edits.map((edit) => ({ ...edit, path: one.at + edit.path })));
  if (edits.length === 0 || !isObject(value)) return { text, value };
  const { object, skipped } = applyEdits(value, edits, { overwrite: true });
  if (skipped.length > 0) return refusal(NO_PLACE, false);
  const rewritten = rewrite(text, value, object, effort);
  return 'why' in rewritten ? rewritten : { text: rewritten.text, value: object };
}

function refusal(reason: string, isClosed: boolean): Refusal {
  return { why: () => ({ reason }), isClosed };
}
