import { diffLines } from 'diff';
import type { Replacement } from '../../report/judged.js';
import { linesOf } from '../manifests/lines.js';
import type { Splice } from './splice.js';

/** Tells splices of a text as changes of the file that it is a part of. So many lines of the file stand before the text. */
export type Tell = (splices: readonly Splice[]) => readonly Replacement[];

export function tellerOf(text: string, linesBefore: number): Tell {
  const { positionOf } = linesOf(text);
  return (splices) =>
    splices.flatMap((splice) => {
      const { start, end, text: put } = trim(splice, text);
      if (start === end && put === '') return [];
      const [from, to] = [positionOf(start), positionOf(end)];
      return [
        {
          startLine: from.line + linesBefore,
          startColumn: from.column,
          endLine: to.line + linesBefore,
          endColumn: to.column,
          text: put,
        },
      ];
    });
}

/** A splice without what begins and ends alike. */
function trim({ start, end, text: put }: Splice, text: string): Splice {
  const shorter = Math.min(end - start, put.length);
  let same = 0;
  while (same < shorter && text[start + same] === put[same]) same++;
  let alike = 0;
  while (alike < shorter - same && text[end - 1 - alike] === put.at(-1 - alike)) alike++;
  return { start: start + same, end: end - alike, text: put.slice(same, put.length - alike) };
}

/** The splices that make one text of another: whole lines. */
export function splicesBetween(before: string, after: string): readonly Splice[] {
  const splices: Splice[] = [];
  let [start, end, put] = [0, 0, ''];
  for (const { added, removed, value } of diffLines(before, after)) {
    if (added) put += value;
    else if (removed) end += value.length;
    else {
      if (end > start || put !== '') splices.push({ start, end, text: put });
      [start, end, put] = [end + value.length, end + value.length, ''];
    }
  }
  if (end > start || put !== '') splices.push({ start, end, text: put });
  return splices;
}
