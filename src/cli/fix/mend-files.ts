import { readFile, stat } from 'node:fs/promises';
import type { Position } from '../../config/yaml.js';
import type { Amendment } from '../../facts/inputs.js';
import { whyUnreadable } from '../../files/unreadable.js';
import { count } from '../../report/summary.js';
import { decode } from '../manifests/decode.js';
import { STDIN } from '../manifests/find.js';
import type { Reading } from '../manifests/reading.js';
import { note } from '../output.js';
import type { Paint } from '../../report/paint.js';
import { findingsBeside } from './kustomized.js';
import type { Build } from './kustomized.js';
import type { Court } from './mend-document.js';
import { mendText } from './mend-text.js';
import type { MendedText } from './mend-text.js';
import { createRetrial } from './retrial.js';
import { NotSaved, save } from './save.js';
import { titleOf } from '../../report/judged.js';
import { countModes, tallyOf } from './summary.js';
import type { FileTally } from './summary.js';
import { realPathsOf, targetsOf } from './targets.js';
import type { CourtOf, FileTarget } from './targets.js';
import { createPatchName, unifiedDiff } from './unified-diff.js';

export interface Order {
  readonly courtOf: CourtOf;
  readonly reading: Reading;
  /** Writes to standard output. */
  readonly show: (pieces: Iterable<string>) => Promise<void>;
  /** Nothing is written but a diff, in these colours. */
  readonly dryRun?: { readonly paint: Paint };
  /** Lets all objects see what others have become. */
  readonly amend?: ((amendments: readonly Amendment[]) => void) | undefined;
}

/** Mends the files that the paths mean, one after the other. What cannot be read or written is told, and the rest goes on. */
export async function mendFiles(paths: readonly string[], order: Order): Promise<readonly FileTally[]> {
  const nameOf = createPatchName(order.dryRun === undefined ? [] : realPathsOf(paths, order.reading), process.cwd());
  const files: FileTally[] = [];
  const spared: string[] = [];
  const retrial = createRetrial(order.amend ?? (() => undefined));
  const builds: Build[] = [];
  const mendFile = async ({ file, court }: FileTarget): Promise<void> => {
    const bytes = await read(file, order.reading);
    const text = bytes === undefined ? undefined : textOf(bytes, file, order.reading);
    if (bytes === undefined || text === undefined) return;
    const mended = await mendSafely(file, text, { court, reading: order.reading });
    if (mended === undefined) return;
    for (const error of mended.errors) order.reading.fail({ file, ...error });
    tellOfThoseLeftAlone(file, mended);
    for (const one of mended.spared) spared.push(one);
    if (!(await put({ file, name: nameOf(file), bytes, text }, mended.text, order))) return;
    const tally = tallyOf(file, mended.outcomes);
    files.push(tally);
    retrial.enter(tally, mended.outcomes, court);
  };
  for await (const target of targetsOf(paths, order)) {
    if ('folder' in target) builds.push(target);
    else await mendFile(target);
  }
  tellOfThoseSpared(spared);
  const closed = await retrial.close(files);
  return [...closed, ...(await tallyBuilds(builds, order.reading))];
}

/** Counts what is wrong with what kustomizations build and with none of their files. */
async function tallyBuilds(builds: readonly Build[], reading: Reading): Promise<readonly FileTally[]> {
  const tallies: FileTally[] = [];
  for (const build of builds) {
    const findings = await findingsBeside(build);
    if (findings.length === 0) continue;
    tallies.push({ file: build.folder, isBuilt: true, mended: [], remaining: countModes(findings) });
    const [are, them] = findings.length === 1 ? ['is', 'it'] : ['are', 'them'];
    reading.note(
      `${count(findings.length, 'finding')} in what the kustomization ${build.folder} builds ${are} in none of its resources: ` +
        `mend by hand what brings ${them} in, such as a patch`,
    );
  }
  return tallies;
}

/** What nobody foresaw in one file is told of that file, and must not keep the others from being mended. */
async function mendSafely(
  file: string,
  text: string,
  { court, reading }: Pick<Order, 'reading'> & { readonly court: Court },
): Promise<MendedText | undefined> {
  try {
    return await mendText(text, court);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    reading.fail({ file, message: `not mended: this is a mistake of seaworthy, please report it (${reason})` });
    return undefined;
  }
}

async function read(file: string, reading: Reading): Promise<Buffer | undefined> {
  try {
    if (file === STDIN) return await reading.readStdin();
    if ((await stat(file)).isFile()) return await readFile(file);
    reading.fail({
      file,
      message: 'this is no file that can be written; mend what comes from a pipe with seaworthy fix -',
    });
  } catch (error) {
    reading.fail({ file, message: whyUnreadable(error) });
  }
  return undefined;
}

/** The byte order mark is kept: it is part of the file. */
function textOf(bytes: Buffer, file: string, reading: Reading): string | undefined {
  const decoding = decode(bytes, { keepMark: true });
  if ('text' in decoding) return decoding.text;
  reading.fail({ file, ...decoding });
  return undefined;
}

interface Original {
  readonly file: string;
  /** Its name in a diff. */
  readonly name: string;
  readonly bytes: Buffer;
  readonly text: string;
}

/** Puts the new text where it belongs; false when that could not be done. */
async function put({ file, name, bytes, text }: Original, mended: string, order: Order): Promise<boolean> {
  if (order.dryRun !== undefined) {
    if (mended !== text) await order.show(unifiedDiff(name, text, mended, order.dryRun.paint));
    return true;
  }
  if (file === STDIN) await order.show([mended]);
  if (file === STDIN || mended === text) return true;
  try {
    await save(file, bytes, mended);
    return true;
  } catch (error) {
    const reason = error instanceof NotSaved ? error.message : whyUnreadable(error);
    order.reading.fail({ file, message: `not written: ${reason}` });
    return false;
  }
}

/** Says why fixes were not made, and where; once where one reason holds for the whole file, or at one place for several objects. */
function tellOfThoseLeftAlone(file: string, { outcomes, leftAlone }: MendedText): void {
  if (leftAlone !== undefined) {
    note(`${placeIn(file, leftAlone)} this file was left alone: ${leftAlone.reason}`);
    return;
  }
  const told = new Map<string, { readonly place: string; readonly reason: string; readonly titles: string[] }>();
  for (const { object, reason, position } of outcomes) {
    if (reason === undefined || position === undefined) continue;
    const place = placeIn(file, position);
    const known = told.get(place + reason) ?? { place, reason, titles: [] };
    known.titles.push(titleOf(object));
    told.set(place + reason, known);
  }
  for (const { place, reason, titles } of told.values()) {
    const others = titles.length === 1 ? 'was' : `and ${count(titles.length - 1, 'more object')} were`;
    note(`${place} ${titles[0] ?? ''} ${others} left alone: ${reason}`);
  }
}

function placeIn(file: string, { line, column }: Position): string {
  return `${file}:${line}:${column}:`;
}

function tellOfThoseSpared(namespaces: readonly string[]): void {
  for (const namespace of new Set(namespaces)) {
    const number = namespaces.filter((one) => one === namespace).length;
    note(`${count(number, 'object')} not mended: the namespace ${namespace} is exempt`);
  }
}
