import { basename } from 'node:path';
import { isObject, stringAt } from '../../policy/json.js';
import type { JsonObject } from '../../policy/json.js';
import type { Pointer } from '../../policy/pointer.js';
import type { LineAt, Locate } from '../../report/judged.js';
import type { ReadError } from '../../report/report.js';
import { renderChart, unplaced } from './chart.js';
import type { Rendering } from './chart.js';
import { NO_TEXT } from './decode.js';
import { documentsOf } from './document.js';
import type { ManifestDocument } from './document.js';
import { findInputs } from './find.js';
import type { Input } from './find.js';
import { flawOf, itemsOf } from './items.js';
import { buildKustomization, describePassedOver, withoutParts } from './kustomization.js';
import { createClaims } from './kustomize-parts.js';
import type { DescribePart } from './kustomize-parts.js';
import { readText } from './read-text.js';
import type { Reading } from './reading.js';
import { createBadLines } from './salvage.js';
import type { Salvage } from './salvage.js';
import { templateMarkOf } from './template.js';

/** An object of the input, and where its fields stand there. */
export interface Manifest {
  readonly object: JsonObject;
  readonly kind: string;
  readonly file: string;
  readonly locate: Locate;
  readonly lineAt: LineAt;
  /** The document that it stands in, and where; what was rendered stands in none, and nothing edits a line that documents share. */
  readonly written?: { readonly document: ManifestDocument; readonly at: Pointer };
  /** The object as it is judged, and as others see it, where its chart was rendered for no namespace in particular: it names none. */
  readonly unplaced?: JsonObject | undefined;
}

/**
 * Every object that the paths hold, one after the other: of files, then of kustomizations, of which one may be a part of another.
 * What cannot be read is told to `reading`, and the rest still comes.
 */
export async function* readManifests(
  paths: readonly string[],
  reading: Reading,
  rendering: Rendering = {},
): AsyncIterable<Manifest> {
  const kustomizations: Input[] = [];
  const unnamed: Input[] = [];
  const { describePart, isNamed } = createClaims();
  for (const input of findInputs(paths, reading)) {
    if (input.kind === 'kustomization') kustomizations.push(input);
    else if (input.kind === 'chart') yield* renderedManifests(input, rendering, reading);
    else if (input.kustomization === undefined) {
      if (!isPart(input, describePart, reading)) yield* await fileManifests(input, reading);
    } else if (input.real === undefined || !isNamed(input.real)) unnamed.push(input);
  }
  yield* unnamedManifests(unnamed, reading);
  for (const input of withoutParts(kustomizations, reading.note)) yield* renderedManifests(input, rendering, reading);
}

async function fileManifests({ path: file, real }: Input, reading: Reading): Promise<Iterable<Manifest>> {
  return manifestsOf({ file, isPipe: real === undefined, ...(await readText(file, reading)) }, reading);
}

async function* unnamedManifests(inputs: readonly Input[], reading: Reading): AsyncIterable<Manifest> {
  for await (const { manifests, errors } of unnamedFiles(inputs, reading)) {
    for (const error of errors) reading.fail(error);
    yield* manifests;
  }
}

/** A file below a kustomization that names it as little as any other does, what it holds, and what is wrong in it. */
interface Unnamed {
  readonly file: string;
  readonly manifests: readonly Manifest[];
  readonly errors: readonly ReadError[];
}

/**
 * Those of the files below kustomizations that none of them names which hold an object: nobody knows that they are not applied in some
 * other way. One that holds none may be anything, such as values, and is passed over.
 */
export async function* unnamedFiles(inputs: readonly Input[], reading: Reading): AsyncIterable<Unnamed> {
  const passedOver = new Map<string, string[]>();
  for (const input of inputs) {
    const { path: file, kustomization = '' } = input;
    const errors: ReadError[] = [];
    const trial: Reading = { ...reading, fail: (error) => errors.push(error) };
    const manifests = [...(await fileManifests(input, trial))];
    if (manifests.length > 0 || errors.length === 0) yield { file, manifests, errors };
    else passedOver.set(kustomization, [...(passedOver.get(kustomization) ?? []), file]);
  }
  for (const [folder, files] of passedOver) reading.note(describePassedOver(folder, files));
}

/** Whether a file is no object but a part of a kustomization, which is said. */
function isPart({ path, real }: Input, describePart: DescribePart, reading: Reading): boolean {
  const part = real === undefined ? undefined : describePart(real);
  if (part === undefined) return false;
  reading.note(`${path} was passed over: it ${part}; seaworthy check of that folder judges what it builds`);
  return true;
}

export async function* renderedManifests(
  { kind, path }: Input,
  rendering: Rendering,
  reading: Reading,
): AsyncIterable<Manifest> {
  const rendition = await (kind === 'chart'
    ? renderChart(path, rendering)
    : buildKustomization(path, rendering.limits));
  if ('failure' in rendition) {
    reading.fail({ file: path, message: rendition.failure });
    return;
  }
  let any = false;
  for (const rendered of rendition.rendered) {
    for (const manifest of manifestsOf({ ...rendered, isRendered: true }, reading)) {
      any = true;
      yield kind === 'chart' ? { ...manifest, unplaced: unplaced(manifest.object, rendering) } : manifest;
    }
  }
  if (!any) reading.note(`${path} renders to nothing that could be judged`);
}

interface Text {
  readonly file: string;
  readonly text: string;
  readonly bad?: Salvage['bad'];
  /** Whether there is no file that could be written. */
  readonly isPipe?: boolean;
  /** Whether the text is not that of the file but what it was rendered to. */
  readonly isRendered?: boolean;
}

function* manifestsOf(read: Text, reading: Reading): Iterable<Manifest> {
  const { file, text, bad = [], isPipe = false, isRendered = false } = read;
  let isTemplate: boolean | undefined;
  // Of a file without findings nobody asks for it.
  const showsTemplate = (): boolean => (isTemplate ??= templateMarkOf(text) !== undefined);
  const isLeftAlone = (): boolean => isPipe || bad.length > 0 || showsTemplate();
  const refuseBadBefore = createBadLines(bad, ({ line, column }) => {
    reading.fail({ file, line, column, message: NO_TEXT });
  });
  for (const document of documentsOf(text)) {
    refuseBadBefore(document.start);
    if (refuseBadBefore(document.start + document.text.length)) continue;
    if (document.problems.length === 0) yield* objectsOf(document, { file, isRendered, isLeftAlone }, reading);
    else refuse(document, { file, isTemplate: showsTemplate() }, reading);
  }
  refuseBadBefore(Infinity);
}

/** Says everything that is wrong with a document, with a hint at the first when it was never meant to be read like this. */
function refuse(
  { problems }: ManifestDocument,
  { file, isTemplate }: { readonly file: string; readonly isTemplate: boolean },
  reading: Reading,
): void {
  for (const [index, { line, column, message }] of problems.entries()) {
    const hint = isTemplate && index === 0 ? '; this looks like a template: render it, and check what comes out' : '';
    reading.fail({ file, line, column, message: message + hint });
  }
}

interface Origin {
  readonly file: string;
  readonly isRendered: boolean;
  /** Whether nothing but people writes into the file. */
  readonly isLeftAlone: () => boolean;
}

function* objectsOf(document: ManifestDocument, origin: Origin, reading: Reading): Iterable<Manifest> {
  const { value, locate } = document;
  // An empty document is no mistake: a template whose condition was false leaves one behind.
  if (value === null) return;
  const { file } = origin;
  for (const { value: object, at } of itemsOf(value)) {
    const flaw = flawOf(object);
    if (flaw === undefined && isObject(object)) yield manifestAt(at, object, document, origin);
    else {
      const hint = basename(file) === 'Chart.yaml' ? '; name the folder of the chart instead' : '';
      reading.fail({ file, ...locate(at), message: (flaw ?? 'this is no Kubernetes object') + hint });
    }
  }
}

function manifestAt(at: Pointer, object: JsonObject, document: ManifestDocument, origin: Origin): Manifest {
  const { file, isRendered, isLeftAlone } = origin;
  const { index, columnsBefore } = document;
  const locate: Locate = (path) => ({
    file,
    document: index,
    ...document.locate(at + path),
    ...(isRendered ? { isRendered } : isLeftAlone() && { isLeftAlone: true }),
  });
  const isWritten = !isRendered && columnsBefore === 0;
  const kind = stringAt(object, 'kind') ?? '';
  return { object, kind, file, locate, lineAt: document.lineAt, ...(isWritten && { written: { document, at } }) };
}
