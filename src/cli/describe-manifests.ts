import type { Finding } from '../engine/finding.js';
import type { Edit } from '../policy/policy.js';
import { describe } from '../report/judged.js';
import type { Judged } from '../report/judged.js';
import type { Effort } from './fix/effort.js';
import type { Wanted } from './fix/edit-objects.js';
import type { textChange } from './fix/text-change.js';
import type { Manifest } from './manifests/manifest.js';

/** A manifest, and what was found in it. */
export interface Case {
  readonly manifest: Manifest;
  readonly findings: readonly Finding[];
}

type TextChange = typeof textChange;

/** To read so much again takes some seconds. Whoever has more to mend lets seaworthy fix do it. In characters. */
const MOST_READ = 10_000_000;

/**
 * Describes one case after the other; with what fixes change in the text, where that is wanted. It is found for all cases of a
 * document at once, for each time a text is read takes as long for all as for one.
 */
export async function* describeAll(cases: AsyncIterable<Case>, change?: TextChange): AsyncIterable<Judged> {
  const effort = { left: MOST_READ };
  let together: Case[] = [];
  for await (const one of cases) {
    const document = one.manifest.written?.document;
    if (change === undefined || document === undefined || document !== together[0]?.manifest.written?.document) {
      yield* describeTogether(together, effort, change);
      together = [];
    }
    together.push(one);
  }
  yield* describeTogether(together, effort, change);
}

/** Describes all cases of a document. */
function* describeTogether(cases: readonly Case[], effort: Effort, change?: TextChange): Iterable<Judged> {
  const document = cases[0]?.manifest.written?.document;
  const wanted = cases.map(wantedOf);
  const all = wanted.flatMap((ofCase) => [...ofCase.values()]);
  const changes = document === undefined ? undefined : change?.(document, all, effort);
  for (const [index, { manifest, findings }] of cases.entries()) {
    const { object, file, locate } = manifest;
    const ofCase = wanted[index];
    const mend = (edits: readonly Edit[]): ReturnType<NonNullable<typeof changes>['get']> => {
      const one = ofCase?.get(edits);
      return one && changes?.get(one);
    };
    yield describe(object, findings, { file, locate, ...(changes && { mend }) });
  }
}

/** The edits of each finding, by themselves: two objects may well have the very same ones. */
function wantedOf({ manifest: { written }, findings }: Case): ReadonlyMap<readonly Edit[], Wanted> {
  const fixes = written === undefined ? [] : findings.flatMap(({ fix }) => (fix === undefined ? [] : [fix]));
  return new Map(fixes.map((edits) => [edits, { at: written?.at ?? '', edits }]));
}
