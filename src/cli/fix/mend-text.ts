import type { Position } from '../../config/yaml.js';
import type { Pointer } from '../../policy/pointer.js';
import type { ReadError } from '../../report/report.js';
import { documentsOf } from '../manifests/document.js';
import type { ManifestDocument } from '../manifests/document.js';
import { linesOf } from '../manifests/lines.js';
import { findTemplateMark } from '../manifests/template.js';
import { mendDocument } from './mend-document.js';
import type { Court, MendedDocument, Outcome } from './mend-document.js';

/** What became of an object, and where it begins in the file if there is something to say about it. */
export interface PlacedOutcome extends Outcome {
  readonly position?: Position;
}

export interface MendedText {
  readonly text: string;
  readonly outcomes: readonly PlacedOutcome[];
  /** The namespace of each object that was let be. */
  readonly spared: readonly string[];
  /** Why nothing in it was mended, and where that shows, where it is so of the whole file although there would be something to mend. */
  readonly leftAlone?: Position & { readonly reason: string };
  /** What could not be read, without the name of the file. */
  readonly errors: readonly Omit<ReadError, 'file'>[];
}

/** A document that is filled in later is nobody's final word, so nothing is written into it. */
function templateReason(mark: string): string {
  return `a template language shows in it (${mark}): mend the template, or what it renders to`;
}

const TEMPLATE_HINT = '; this looks like a template: render it, and mend the template by hand';

/** Mends every document of a file that can be read. Between and in the others every character stays as it is. */
export async function mendText(source: string, court: Court): Promise<MendedText> {
  const mark = source.startsWith('\uFEFF') ? '\uFEFF' : '';
  const text = source.slice(mark.length);
  const template = findTemplateMark(text);
  const isTemplate = template !== undefined;
  const inForce = isTemplate ? { ...court, readOnly: templateReason(template.mark) } : court;
  const outcomes: PlacedOutcome[] = [];
  const errors: Omit<ReadError, 'file'>[] = [];
  const spared: string[] = [];
  let [mended, from] = [mark, 0];
  // What stands between two documents, such as an end marker, belongs to none.
  for (const document of documentsOf(text)) {
    const { start } = document;
    const end = start + document.text.length;
    errors.push(...problemsOf(document, isTemplate));
    const result = await mendPiece(document, inForce);
    if (result === undefined) continue;
    for (const { at, message } of result.flaws) errors.push({ ...positionOf(document, at), message });
    gather(
      outcomes,
      result.outcomes.map((outcome) => place(outcome, document)),
    );
    gather(spared, result.spared);
    mended += text.slice(from, start) + result.text;
    from = end;
  }
  const isLeftAlone = isTemplate && (errors.length > 0 || outcomes.some(({ reason }) => reason !== undefined));
  return {
    text: mended + text.slice(from),
    outcomes,
    errors,
    spared,
    ...(isLeftAlone && {
      leftAlone: { reason: templateReason(template.mark), ...linesOf(text).positionOf(template.offset) },
    }),
  };
}

/** Adds items to a list: one call can be given some 100,000 of them at most. */
function gather<T>(list: T[], items: readonly T[]): void {
  for (const item of items) list.push(item);
}

/** The place of what is to blame for it that something was left alone, and else that of the object. */
function place(outcome: Outcome, document: ManifestDocument): PlacedOutcome {
  const { reason, offset, at } = outcome;
  if (reason === undefined) return outcome;
  return { ...outcome, position: offset === undefined ? positionOf(document, at) : positionAt(document, offset) };
}

function positionAt({ text, linesBefore, columnsBefore }: ManifestDocument, offset: number): Position {
  const { line, column } = linesOf(text).positionOf(offset);
  return { line: line + linesBefore, column: line === 1 ? column + columnsBefore : column };
}

function positionOf(document: ManifestDocument, at: Pointer): Position {
  const { line, column } = document.locate(at);
  return { line, column };
}

/** An empty document is no mistake: a template whose condition was false leaves one behind. */
async function mendPiece(
  { problems, value, text }: ManifestDocument,
  court: Court,
): Promise<MendedDocument | undefined> {
  return problems.length > 0 || value === null ? undefined : mendDocument(text, value, court);
}

function problemsOf({ problems }: ManifestDocument, isTemplate: boolean): readonly Omit<ReadError, 'file'>[] {
  return problems.map(({ line, column, message }, index) => ({
    line,
    column,
    message: message + (isTemplate && index === 0 ? TEMPLATE_HINT : ''),
  }));
}
