import type { Finding, Mode } from '../../engine/finding.js';
import { printable } from '../../policy/quote.js';
import { titleOf } from '../../report/judged.js';
import { count } from '../../report/summary.js';
import { STDIN } from '../manifests/find.js';
import type { Paint } from '../../report/paint.js';
import { caveatsOf } from './caveats.js';
import type { Outcome } from './mend-document.js';

type Counts = Readonly<Record<Mode, number>>;

/** What came of one file, or is left in what a kustomization builds. */
export interface FileTally {
  readonly file: string;
  /** Whether it is the folder of a kustomization, and no file. */
  readonly isBuilt?: true;
  /** What was mended in it, and by which policies. */
  readonly mended: readonly { readonly title: string; readonly policies: readonly string[] }[];
  /** How many findings of each mode remain. */
  readonly remaining: Counts;
}

/** Keeps of a file what the summary needs, and nothing of its objects. */
export function tallyOf(file: string, outcomes: readonly Outcome[]): FileTally {
  const remaining = countModes(outcomes.flatMap((outcome) => outcome.remaining));
  const mended = outcomes.filter((outcome) => outcome.mended.length > 0);
  return {
    file,
    remaining,
    mended: mended.map(({ object, mended }) => ({ title: titleOf(object), policies: mended })),
  };
}

export function countModes(findings: readonly Finding[]): Counts {
  const counts = { enforce: 0, warn: 0, audit: 0 };
  for (const { mode } of findings) counts[mode]++;
  return counts;
}

interface Showing {
  readonly isDryRun: boolean;
  readonly paint: Paint;
  /** Whether something could not be read or written, which was told. */
  readonly hasErrors: boolean;
  /** The command that lists what is left to do. */
  readonly checkCommand: string;
}

/** What was mended, and what is left to do by hand, for the person who asked. In pieces that end with a line break. */
export function* summarize(files: readonly FileTally[], showing: Showing): Iterable<string> {
  const { isDryRun, paint } = showing;
  const changed = files.filter(({ mended }) => mended.length > 0);
  for (const { file, mended } of changed) {
    yield `${paint.bold(file === STDIN ? 'standard input' : printable(file))}\n`;
    for (const { title, policies } of mended) yield `  ${paint.cyan(title)}: ${policies.join(', ')}\n`;
  }
  if (changed.length > 0) yield '\n';
  const caveats = caveatsOf(changed.flatMap(({ mended }) => mended.flatMap(({ policies }) => policies)));
  if (caveats.length > 0)
    yield `${paint.yellow('before you deploy')}\n${caveats.map((one) => `  ${one}\n`).join('')}\n`;
  const verb = isDryRun ? 'would be mended' : 'mended';
  const done = changed.length === 0 ? 'nothing to mend' : `${changed.length} ${verb}`;
  // Of what was not read nobody knows what is left to do.
  const rest = files.length === 0 ? '' : `; ${remainder(totalOf(files), showing)}`;
  const read = files.filter(({ isBuilt }) => isBuilt !== true).length;
  yield `${count(read, 'file')} read, ${done}${rest}\n`;
}

export function totalOf(files: readonly FileTally[]): Counts {
  const sum = (mode: Mode): number => files.reduce((total, { remaining }) => total + remaining[mode], 0);
  return { enforce: sum('enforce'), warn: sum('warn'), audit: sum('audit') };
}

function remainder(remaining: Counts, { hasErrors, checkCommand }: Showing): string {
  const modes = (['enforce', 'warn', 'audit'] as const).filter((mode) => remaining[mode] > 0);
  const total = modes.reduce((sum, mode) => sum + remaining[mode], 0);
  if (total === 0) return `nothing ${hasErrors ? 'else ' : ''}is left to do`;
  const shares = modes.map((mode) => `${remaining[mode]} ${mode}`).join(', ');
  return `${count(total, 'finding')} left to mend by hand (${shares}): ${printable(checkCommand)} lists ${total === 1 ? 'it' : 'them'}`;
}
