import { applyEdits } from '../../engine/edit.js';
import type { JsonObject } from '../../policy/json.js';
import type { Pointer } from '../../policy/pointer.js';
import type { Edit } from '../../policy/policy.js';
import type { Written } from './edit-objects.js';
import { TOO_LONG } from './effort.js';
import type { Effort } from './effort.js';
import { touchVariable } from './variable.js';

/** An object of a document, where it stands there, and the edits of each of its findings. */
export interface Patient {
  readonly object: JsonObject;
  readonly at: Pointer;
  readonly fixes: readonly (readonly Edit[])[];
}

/** What a text has that may not be editable: everything else is, and to try it would take long. */
const DOUBTS: readonly RegExp[] = [
  // An anchor, an alias or a tag.
  /[&*!](?<=(?:^|[\s,[{])[&*!])[^\s&*|]/,
  // Brackets that go over several lines, not all of which the parser for editing takes for a part of them.
  /[[{][^[\]{}\r\n]*\r?$/m,
];

/** A carriage return alone ends a line, in JSON too. */
const LONE_RETURN = /\r(?!\n)/;

/** What may be wrong with a text without a line break at its end: lines behind a header that says so belong to a text in lines. */
const OPEN_END = /[|>][+\d-]*[ \t]*(?:#.*)?\r?$/m;

/** Whether `seaworthy fix` would leave edits of an object alone, which are those of a finding, as far as one can tell at little cost. */
export type IsLeftAlone = (object: JsonObject, edits: readonly Edit[]) => boolean;

/** Tries doubtful texts alone, all objects of a document together. */
export async function tryEdits(document: Written, patients: readonly Patient[], effort: Effort): Promise<IsLeftAlone> {
  const isDoubted = patients.length > 0 && document.text.length <= effort.left && isDoubtful(document.text);
  const refused = isDoubted ? await refusedOf(document, patients, effort) : undefined;
  return (object, edits) => refused?.has(object) === true || touchVariable(object, edits);
}

async function refusedOf(
  document: Written,
  patients: readonly Patient[],
  effort: Effort,
): Promise<ReadonlySet<JsonObject>> {
  const wanted = patients.flatMap(({ object, at, fixes }) => {
    const edits = fixes.flatMap((ofFinding) => (touchVariable(object, ofFinding) ? [] : ofFinding));
    const { applied } = applyEdits(object, edits, { overwrite: true });
    return applied.length > 0 ? [{ at, edits: applied, object }] : [];
  });
  // What edits texts takes a while to load, and few texts are doubtful.
  const { editObjects } = await import('./edit-objects.js');
  const { refused } = editObjects(document, wanted, effort);
  // What nobody had the time to try may well be written.
  return new Set([...refused].flatMap(([{ object }, { reason }]) => (reason === TOO_LONG ? [] : [object])));
}

/** JSON can be edited everywhere, as long as its lines end as lines do. */
function isDoubtful(text: string): boolean {
  if (LONE_RETURN.test(text)) return true;
  if (/^\s*[[{]/.test(text)) return false;
  return DOUBTS.some((doubt) => doubt.test(text)) || (!text.endsWith('\n') && OPEN_END.test(text));
}
