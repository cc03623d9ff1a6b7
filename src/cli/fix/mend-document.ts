import { applyEdits } from '../../engine/edit.js';
import type { Finding } from '../../engine/finding.js';
import type { Amendment } from '../../facts/inputs.js';
import { isObject, stringAt } from '../../policy/json.js';
import type { Json, JsonObject } from '../../policy/json.js';
import type { Pointer } from '../../policy/pointer.js';
import type { Edit } from '../../policy/policy.js';
import { nameOf } from '../../report/judged.js';
import type { ObjectName } from '../../report/judged.js';
import { flawOf, itemsOf } from '../manifests/items.js';
import { TOO_LONG } from './effort.js';
import type { Effort } from './effort.js';
import { mendObject } from './mend-object.js';
import type { Cure, Judge } from './mend-object.js';
import { rewrite } from './rewrite.js';
import type { Refusal } from './rewrite.js';

/** What became of one object. */
export interface Outcome {
  readonly object: ObjectName;
  /** Where it stands in its document. */
  readonly at: Pointer;
  /** The policies whose fixes were made. */
  readonly mended: readonly string[];
  readonly remaining: readonly Finding[];
  /** Why fixes were not made although there are some. */
  readonly reason?: string;
  /** The object as it is now, where something is left that fixes of others may cure. */
  readonly open?: JsonObject;
  readonly amendment?: Amendment | undefined;
}

export interface MendedDocument {
  readonly text: string;
  readonly outcomes: readonly Outcome[];
  /** What is no Kubernetes object, and where. */
  readonly flaws: readonly { readonly at: Pointer; readonly message: string }[];
  /** The namespace of each object that was let be. */
  readonly spared: readonly string[];
}

export interface Court extends Judge {
  /** Namespaces whose objects are let be. */
  readonly exempt: ReadonlySet<string>;
  /** Why nothing may be written, where that is so. */
  readonly readOnly?: string | undefined;
  readonly others?: Others;
}

/** What the mending of one object means for the others. */
export interface Others {
  /** What they see of it that is no longer so. */
  readonly amendmentOf: (before: JsonObject, after: JsonObject) => Amendment | undefined;
  /** Whether their fixes may cure a finding. */
  readonly mayCure: (finding: Finding) => boolean;
}

/** Judges every object of a document, and mends the text. The value is what the text says. */
export async function mendDocument(text: string, value: Json, court: Court): Promise<MendedDocument> {
  const patients: Patient[] = [];
  const flaws: { at: Pointer; message: string }[] = [];
  const spared: string[] = [];
  for (const { value: object, at } of itemsOf(value)) {
    const flaw = flawOf(object);
    const namespace = isObject(object) ? (nameOf(object).namespace ?? '') : '';
    if (flaw !== undefined || !isObject(object)) flaws.push({ at, message: flaw ?? 'this is no Kubernetes object' });
    else if (court.exempt.has(namespace)) spared.push(namespace);
    else patients.push(await examine(object, at, court));
  }
  return { ...operate({ text, value }, patients, court), flaws, spared };
}

interface Patient {
  readonly object: ObjectName;
  /** The object as it was found. */
  readonly found: JsonObject;
  readonly at: Pointer;
  /** Undefined when the fixes undo one another. */
  readonly cure: Cure | undefined;
  readonly findings: readonly Finding[];
}

async function examine(object: JsonObject, at: Pointer, { inspect, scope }: Judge): Promise<Patient> {
  const kind = stringAt(object, 'kind') ?? '';
  const name = nameOf(object);
  const judge = { inspect, scope: { ...scope, namespace: name.namespace } };
  const cure = await mendObject(object, kind, judge);
  return {
    object: name,
    found: object,
    at,
    cure,
    findings: cure?.before ?? (await inspect(object, kind, judge.scope)).findings,
  };
}

interface Written {
  readonly text: string;
  readonly value: Json;
}

const CONTRADICTION = 'its fixes undo one another';
const NO_PLACE = 'its fixes have no place in it; mend it by hand';
/** How much text is read again to find the objects that cannot be edited: some seconds' worth. In characters. */
const MOST_TRIED = 12_000_000;

/** How often a text of any length is read to edit all its objects together, for each step takes about nine times its length. */
const MOST_TIMES = 360;

/** Mends what can be mended, and says of the rest why it was not. */
function operate(
  from: Written,
  patients: readonly Patient[],
  { readOnly, others }: Court,
): Pick<MendedDocument, 'text' | 'outcomes'> {
  const curable = patients.filter(({ cure }) => readOnly === undefined && cure !== undefined && cure.edits.length > 0);
  const reasons = new Map<Patient, string>();
  const { text } = editAll(from, curable, { reasons, left: Math.max(MOST_TRIED, from.text.length * MOST_TIMES) });
  return { text, outcomes: patients.map((patient) => outcomeOf(patient, readOnly ?? reasons.get(patient), others)) };
}

interface Trial extends Effort {
  /** Why objects were not edited. */
  readonly reasons: Map<Patient, string>;
}

/** Edits for all objects at once, or else for each half, so that one whose text cannot be edited does not keep the others from it. */
function editAll(from: Written, patients: readonly Patient[], trial: Trial): Written {
  if (patients.length === 0) return from;
  const written = trial.left > 0 ? edit(from, patients, trial) : { reason: TOO_LONG, isClosed: true };
  if (!('reason' in written)) return written;
  trial.left = Math.min(trial.left, MOST_TRIED);
  if (patients.length === 1 || written.isClosed) {
    for (const patient of patients) trial.reasons.set(patient, written.reason);
    return from;
  }
  const half = Math.ceil(patients.length / 2);
  return editAll(editAll(from, patients.slice(0, half), trial), patients.slice(half), trial);
}

function edit({ text, value }: Written, patients: readonly Patient[], effort: Effort): Written | Refusal {
  const edits = patients.flatMap(({ cure, at }) => (cure?.edits ?? []).map((one) => below(at, one)));
  if (edits.length === 0 || !isObject(value)) return { text, value };
  const { object, skipped } = applyEdits(value, edits, { overwrite: true });
  if (skipped.length > 0) return { reason: NO_PLACE, isClosed: false };
  const rewritten = rewrite(text, value, object, effort);
  return 'reason' in rewritten ? rewritten : { text: rewritten.text, value: object };
}

function below(at: Pointer, edit: Edit): Edit {
  return { ...edit, path: at + edit.path };
}

function outcomeOf(patient: Patient, reason: string | undefined, others: Others | undefined): Outcome {
  const { object, at, found, cure, findings } = patient;
  if (cure === undefined || (reason !== undefined && cure.edits.length > 0)) {
    const why = cure === undefined ? CONTRADICTION : reason;
    return {
      object,
      at,
      mended: [],
      remaining: findings,
      ...(why !== undefined && { reason: why }),
      ...openIn(found, findings, others),
    };
  }
  const withheld = cure.after.find((finding) => finding.withheld !== undefined)?.withheld;
  return {
    object,
    at,
    mended: cure.policies,
    remaining: cure.after,
    ...(withheld !== undefined && { reason: withheld }),
    ...openIn(cure.mended, cure.after, others),
    amendment: cure.edits.length > 0 ? others?.amendmentOf(found, cure.mended) : undefined,
  };
}

function openIn(object: JsonObject, findings: readonly Finding[], others: Others | undefined): Pick<Outcome, 'open'> {
  return others !== undefined && findings.some(others.mayCure) ? { open: object } : {};
}
