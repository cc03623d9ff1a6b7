import { parsesAsJson } from '../../config/json-text.js';
import { applyEdits } from '../../engine/edit.js';
import type { JsonObject } from '../../policy/json.js';
import type { Pointer } from '../../policy/pointer.js';
import type { Edit } from '../../policy/policy.js';
import { rememberLatest } from '../../policy/remember.js';
import type { Prognosis } from '../../report/judged.js';
import { MOST_LEVELS, isDeeper } from './depth.js';
import type { Written } from './edit-objects.js';
import { TOO_LONG, costOf } from './effort.js';
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
  // An anchor, an alias, a tag or the mark of a long key, where a value or a key may begin.
  /[&*!?](?<=(?:^|[-:?,[{\n])[ \t]*(?:[&*](?![\s&*|])|!|\?(?=\s)))/,
  // A comment without a space before it.
  /[\]}"']#/,
];

/** A carriage return alone ends a line, in JSON too. */
const LONE_RETURN = /\r(?!\n)/;

/** What may be wrong with a text without a line break at its end: lines behind a header that says so belong to a text in lines. */
const OPEN_END = /[|>][+\d-]*[ \t]*(?:#.*)?\r?$/m;

/** What `seaworthy fix` makes of edits of an object, which are those of a finding; undefined where it writes them. */
export type Foresee = (object: JsonObject, edits: readonly Edit[]) => Prognosis | undefined;

/** Tries doubtful texts alone, all objects of a document together, as long as there is effort left. */
export async function tryEdits(document: Written, patients: readonly Patient[], effort: Effort): Promise<Foresee> {
  const isSure = patients.length === 0 || !isDoubtful(document);
  const known = isSure ? undefined : await prognosesOf(document, patients, effort);
  return (object, edits) => (touchVariable(object, edits) ? 'by hand' : known?.get(object));
}

async function prognosesOf(
  document: Written,
  patients: readonly Patient[],
  effort: Effort,
): Promise<ReadonlyMap<JsonObject, Prognosis>> {
  // One long text that could not be tried to the end must not use up what is enough for many short ones.
  if (costOf(document.text) > effort.left) return new Map(patients.map(({ object }) => [object, 'untried']));
  const wanted = patients.flatMap(({ object, at, fixes }) => {
    const edits = fixes.flatMap((ofFinding) => (touchVariable(object, ofFinding) ? [] : ofFinding));
    const { applied } = applyEdits(object, edits, { overwrite: true });
    return applied.length > 0 ? [{ at, edits: applied, object }] : [];
  });
  // What edits texts takes a while to load, and few texts are doubtful.
  const { editObjects } = await import('./edit-objects.js');
  const { refused } = editObjects(document, wanted, effort);
  return new Map(
    Array.from(refused, ([{ object }, { reason }]) => [object, reason === TOO_LONG ? 'untried' : 'by hand']),
  );
}

/** The items of a List that is too long to try are asked about one by one. */
const isDoubtful = rememberLatest(({ text, value }: Written): boolean => {
  if (LONE_RETURN.test(text) || isDeeper(value, MOST_LEVELS)) return true;
  const isOpenEnded = !text.endsWith('\n') && OPEN_END.test(text);
  // JSON can be edited everywhere, as long as its lines end as lines do.
  return (isOpenEnded || DOUBTS.some((doubt) => doubt.test(text))) && !parsesAsJson(text);
});
