import type { Finding } from '../engine/finding.js';
import type { Edit } from '../policy/policy.js';
import { describe } from '../report/judged.js';
import type { Judged, Origin, Prognosis } from '../report/judged.js';
import type { Effort } from './fix/effort.js';
import type { Wanted, Written } from './fix/edit-objects.js';
import type { Patient, tryEdits } from './fix/prognosis.js';
import type { textChange } from './fix/text-change.js';
import type { Manifest } from './manifests/manifest.js';

/** A manifest, and what was found in it. */
export interface Case {
  readonly manifest: Manifest;
  readonly findings: readonly Finding[];
}

/** What a report is to hold of the text of manifests. */
export interface TextWishes {
  /** Says what edits change in a text. */
  readonly textChange?: typeof textChange;
  /** Says which edits no text takes. */
  readonly tryEdits?: typeof tryEdits;
  /** Wants as much of each line as may be shown. */
  readonly excerpts?: true;
}

/** To read so much again takes some seconds. Whoever has more to mend lets seaworthy fix do it. In characters. */
const MOST_READ = 10_000_000;

/** The same for a word about how much seaworthy fix would mend, which is worth a part of a second. */
const MOST_TRIED = 1_000_000;

/**
 * Describes one case after the other; with what fixes change in the text, where that is wanted. It is found for all cases of a
 * document at once, for each time a text is read takes as long for all as for one. What is not wanted, or is too much to try, is not
 * waited for: a List may hold a cluster.
 */
export async function* describeAll(cases: AsyncIterable<Case>, wishes: TextWishes): AsyncIterable<Judged> {
  const means = { ...wishes, reading: { left: MOST_READ }, trying: { left: MOST_TRIED } };
  let together: Case[] = [];
  for await (const one of cases) {
    // Most objects are sound, and nothing is to be done with their text.
    if (one.findings.length === 0 || !concernsText(one, wishes)) {
      yield describeCase(one, wishes);
      continue;
    }
    const document = one.manifest.written?.document;
    if (!isTogether(document, wishes) || document !== together[0]?.manifest.written?.document) {
      yield* describeTogether(together, means);
      together = [];
    }
    together.push(one);
  }
  yield* describeTogether(together, means);
}

/** Whether anything is wanted of the text that fixes would change. */
function concernsText({ manifest }: Case, { textChange, tryEdits }: TextWishes): boolean {
  return manifest.written !== undefined && (textChange !== undefined || tryEdits !== undefined);
}

function describeCase(
  { manifest, findings }: Case,
  { excerpts }: TextWishes,
  text?: Pick<Origin, 'mend' | 'foresee'>,
): Judged {
  const { object, file, locate, lineAt } = manifest;
  return describe(object, findings, { file, locate, ...(excerpts && { lineAt }), ...text });
}

/** Whether the cases of a document are described together. Nothing is tried with one that is too long for that. */
function isTogether(document: Written | undefined, { textChange, tryEdits }: TextWishes): boolean {
  if (document === undefined) return false;
  return textChange !== undefined || (tryEdits !== undefined && document.text.length <= MOST_TRIED);
}

interface Means extends TextWishes {
  /** For the changes of the text. */
  readonly reading: Effort;
  /** To see what cannot be changed. */
  readonly trying: Effort;
}

/** Describes all cases of a document, if there are any. */
async function* describeTogether(cases: readonly Case[], means: Means): AsyncIterable<Judged> {
  const { textChange: change, tryEdits: attempt, reading, trying } = means;
  const document = cases[0]?.manifest.written?.document;
  if (document === undefined) return;
  const wanted = cases.map(wantedOf);
  const all = wanted.flatMap((ofCase) => [...ofCase.values()]);
  const changes = change?.(document, all, reading);
  const prognosisOf = await attempt?.(document, cases.flatMap(patientsOf), trying);
  for (const [index, one] of cases.entries()) {
    const { object } = one.manifest;
    const ofCase = wanted[index];
    const mend = (edits: readonly Edit[]): ReturnType<NonNullable<typeof changes>['get']> => {
      const asked = ofCase?.get(edits);
      return asked && changes?.get(asked);
    };
    const foresee = (edits: readonly Edit[]): Prognosis | undefined => prognosisOf?.(object, edits);
    yield describeCase(one, means, { foresee, ...(changes && { mend }) });
  }
}

/** The edits of each finding, by themselves: two objects may well have the very same ones. */
function wantedOf({ manifest: { written }, findings }: Case): ReadonlyMap<readonly Edit[], Wanted> {
  const fixes = written === undefined ? [] : findings.flatMap(({ fix }) => (fix === undefined ? [] : [fix]));
  return new Map(fixes.map((edits) => [edits, { at: written?.at ?? '', edits }]));
}

function patientsOf({ manifest: { object, written }, findings }: Case): readonly Patient[] {
  const fixes = findings.flatMap(({ fix }) => (fix === undefined ? [] : [fix]));
  return written === undefined || fixes.length === 0 ? [] : [{ object, at: written.at, fixes }];
}
