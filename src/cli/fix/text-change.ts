import { parsesAsJson } from '../../config/json-text.js';
import { applyEdits } from '../../engine/edit.js';
import { isObject } from '../../policy/json.js';
import type { Json, JsonObject } from '../../policy/json.js';
import { segmentsOf } from '../../policy/pointer.js';
import type { Pointer } from '../../policy/pointer.js';
import type { Edit } from '../../policy/policy.js';
import type { Replacement } from '../../report/judged.js';
import { templateMarkOf } from '../manifests/template.js';
import { changesAt } from './difference.js';
import { afford } from './effort.js';
import type { Effort } from './effort.js';
import type { Wanted } from './edit-objects.js';
import { splicesBetween, tellerOf } from './replacements.js';
import { openSheet } from './open-sheet.js';
import { rewrite, valueOf } from './rewrite.js';
import { isSame } from './same.js';
import { sharedBy } from './shared.js';
import type { Sheet } from './sheet.js';
import { compatible, splice } from './splice.js';
import type { Change, Splice } from './splice.js';
import { touchVariable } from './variable.js';

/** A document of a file, and what it says. */
export interface Written {
  readonly text: string;
  readonly value: Json;
  /** How many lines of the file stand before it. */
  readonly linesBefore: number;
}

/** What is changed in the text for each wish. Those are missing that no edit of the text alone fulfils. */
export type TextChanges = ReadonlyMap<Wanted, readonly Replacement[]>;

/**
 * What the edits of each finding alone would change in the text of the file. The text is parsed once, and then read again as often as
 * changes lie upon one another, to see that they say what they should. In a template nothing is changed.
 */
export function textChange({ text, value, linesBefore }: Written, all: readonly Wanted[], effort: Effort): TextChanges {
  const found = new Map<Wanted, readonly Replacement[]>();
  if (all.length === 0 || !isObject(value) || templateMarkOf(text) !== undefined) return found;
  const page = { text, value, effort };
  const drafts = attempt(() => [...draftsOf(all, page)]) ?? [];
  const tell = tellerOf(text, linesBefore);
  for (const round of roundsOf(drafts)) {
    for (const { wanted, changes } of soundOnes(round, page)) found.set(wanted, tell(changes.flat()));
  }
  for (const [draft, splices] of stepByStep(
    drafts.filter(({ wanted }) => !found.has(wanted)),
    page,
  )) {
    found.set(draft.wanted, tell(splices));
  }
  return found;
}

interface Page {
  readonly text: string;
  readonly value: JsonObject;
  readonly effort: Effort;
}

interface Draft {
  readonly wanted: Wanted;
  /** The edits from the top of the document. */
  readonly inDocument: readonly Edit[];
  /** What they change in the text as far as one can see, in its order; none where that has to be found step by step. */
  readonly changes: readonly Change[];
  /** The parts of the text that stand for several places and that they reach into; empty where there are none. */
  readonly shared: string;
}

function* draftsOf(all: readonly Wanted[], { text, value, effort }: Page): Iterable<Draft> {
  if (!afford(text, effort)) return;
  const sheet = openSheet(text, value);
  for (const wanted of all) {
    const { at, edits } = wanted;
    const object = valueAt(value, at);
    if (!isObject(object) || touchVariable(object, edits)) continue;
    const { object: after, skipped } = applyEdits(object, edits, { overwrite: true });
    if (skipped.length > 0) continue;
    const inDocument = edits.map((edit) => ({ ...edit, path: at + edit.path }));
    yield {
      wanted,
      inDocument,
      ...(attempt(() => changesFor(at, object, after, sheet)) ?? { changes: [], shared: '' }),
    };
  }
}

function valueAt(value: Json, at: Pointer): unknown {
  return segmentsOf(at).reduce<unknown>((from, step) => (from as Readonly<Record<string, unknown>>)[step], value);
}

function changesFor(at: Pointer, before: Json, after: Json, sheet: Sheet): Pick<Draft, 'changes' | 'shared'> {
  const changes = [...(changesAt(at, before, after, sheet) ?? [])];
  const together = compatible(changes);
  const shared = sharedBy(changes, sheet).join(' ');
  return { changes: together.length < changes.length || shared !== '' ? [] : together, shared };
}

/** Drafts that lie nowhere upon one another, and so can be read in one text. */
function roundsOf(drafts: readonly Draft[]): readonly (readonly Draft[])[] {
  const rounds: { end: number; readonly drafts: Draft[] }[] = [];
  const start = ({ changes }: Draft): number => changes[0]?.[0]?.start ?? 0;
  const quick = drafts.filter(({ changes }) => changes.length > 0);
  for (const draft of quick.sort((a, b) => start(a) - start(b))) {
    const end = draft.changes.at(-1)?.at(-1)?.end ?? 0;
    const round = rounds.find((one) => one.end < start(draft));
    if (round === undefined) rounds.push({ end, drafts: [draft] });
    else {
      round.drafts.push(draft);
      round.end = end;
    }
  }
  return rounds.map((round) => round.drafts);
}

/** Those drafts whose changes say what they should: all at once, or else those of each half. */
function soundOnes(round: readonly Draft[], page: Page): readonly Draft[] {
  if (round.length === 0 || !afford(page.text, page.effort)) return [];
  if (attempt(() => isSound(round, page)) === true) return round;
  if (round.length === 1) return [];
  const half = Math.ceil(round.length / 2);
  return [...soundOnes(round.slice(0, half), page), ...soundOnes(round.slice(half), page)];
}

function isSound(round: readonly Draft[], { text, value }: Page): boolean {
  const edits = round.flatMap(({ inDocument }) => inDocument);
  const { object, skipped } = applyEdits(value, edits, { overwrite: true });
  const changed = splice(
    text,
    round.flatMap(({ changes }) => changes),
  );
  if (skipped.length > 0 || (parsesAsJson(text) && !parsesAsJson(changed))) return false;
  return isSame(valueOf(changed), object);
}

/** A part that stands for several places seldom stands for those of one object alone. After so many failures it is let be. */
const MOST_FAILURES = 3;

function* stepByStep(drafts: readonly Draft[], page: Page): Iterable<readonly [Draft, readonly Splice[]]> {
  const failures = new Map<string, number>();
  for (const draft of drafts) {
    const failed = failures.get(draft.shared) ?? 0;
    if (draft.shared !== '' && failed === MOST_FAILURES) continue;
    const splices = findSplices(draft, page);
    if (splices === undefined) failures.set(draft.shared, failed + 1);
    else yield [draft, splices];
  }
}

/** What leads to a value only in several steps, or through a part of the text that stands for several places. */
function findSplices({ inDocument }: Draft, { text, value, effort }: Page): readonly Splice[] | undefined {
  if (!afford(text, effort)) return undefined;
  const { object } = applyEdits(value, inDocument, { overwrite: true });
  const rewritten = attempt(() => rewrite(text, value, object, effort));
  return rewritten === undefined || 'why' in rewritten ? undefined : splicesBetween(text, rewritten.text);
}

/** A fix that cannot be shown as text is no reason to show no findings: whatever fails here, nothing but that is left out. */
function attempt<T>(make: () => T): T | undefined {
  try {
    return make();
  } catch {
    return undefined;
  }
}
