import type { Finding } from '../../engine/finding.js';
import type { Inspect } from '../../engine/inspect.js';
import type { Amendment } from '../../facts/inputs.js';
import { isObject, stringAt } from '../../policy/json.js';
import type { Json, JsonObject } from '../../policy/json.js';
import { placeOf } from '../../policy/place.js';
import type { Pointer } from '../../policy/pointer.js';
import { nameOf } from '../../report/judged.js';
import type { ObjectName } from '../../report/judged.js';
import { flawOf, itemsOf } from '../manifests/items.js';
import { editObjects, effortFor } from './edit-objects.js';
import type { Written } from './edit-objects.js';
import { mendObject } from './mend-object.js';
import type { Cure, Judge } from './mend-object.js';
import type { Why } from './rewrite.js';

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
  /** Where in the text of the document the reason lies, if it is one place. */
  readonly offset?: number;
  /** The object as it is now, where something is left that fixes of others may cure. */
  readonly open?: JsonObject;
  readonly amendments?: readonly Amendment[];
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
  /** Gives a judge of one object that is mended, where he has to know what was made of it before. */
  readonly follow?: (object: JsonObject) => Inspect;
}

/** What the mending of one object means for the others. */
export interface Others {
  /** What they see of it that is no longer so, once its fixes are made. */
  readonly amendmentsOf: (before: JsonObject, after: JsonObject) => readonly Amendment[];
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
    const namespace = isObject(object) ? (placeOf(object) ?? '') : '';
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

async function examine(object: JsonObject, at: Pointer, { inspect, follow, scope }: Court): Promise<Patient> {
  const kind = stringAt(object, 'kind') ?? '';
  const name = nameOf(object);
  const judge = { inspect: follow?.(object) ?? inspect, scope: { ...scope, namespace: placeOf(object) } };
  const cure = await mendObject(object, kind, judge);
  return {
    object: name,
    found: object,
    at,
    cure,
    findings: cure?.before ?? (await inspect(object, kind, judge.scope)).findings,
  };
}

const CONTRADICTION = 'its fixes undo one another';

/** Mends what can be mended, and says of the rest why it was not. */
function operate(
  from: Written,
  patients: readonly Patient[],
  { readOnly, others }: Court,
): Pick<MendedDocument, 'text' | 'outcomes'> {
  const wanted = patients.flatMap((patient) => {
    const edits = readOnly === undefined ? (patient.cure?.edits ?? []) : [];
    return edits.length > 0 ? [{ at: patient.at, edits, patient }] : [];
  });
  const { text, refused } = editObjects(from, wanted, effortFor(from.text));
  const reasons = new Map([...refused].map(([{ patient }, why]) => [patient, why]));
  const why = (patient: Patient): Why | undefined =>
    readOnly === undefined ? reasons.get(patient) : { reason: readOnly };
  return { text, outcomes: patients.map((patient) => outcomeOf(patient, why(patient), others)) };
}

function outcomeOf(patient: Patient, refused: Why | undefined, others: Others | undefined): Outcome {
  const { object, at, found, cure, findings } = patient;
  if (cure === undefined || (refused !== undefined && cure.edits.length > 0)) {
    const why = cure === undefined ? { reason: CONTRADICTION } : refused;
    return { object, at, mended: [], remaining: findings, ...why, ...openIn(found, findings, others) };
  }
  const withheld = cure.after.find((finding) => finding.withheld !== undefined)?.withheld;
  return {
    object,
    at,
    mended: cure.policies,
    remaining: cure.after,
    ...(withheld !== undefined && { reason: withheld }),
    ...openIn(cure.mended, cure.after, others),
    ...(cure.edits.length > 0 && { amendments: others?.amendmentsOf(found, cure.mended) ?? [] }),
  };
}

function openIn(object: JsonObject, findings: readonly Finding[], others: Others | undefined): Pick<Outcome, 'open'> {
  return others !== undefined && findings.some(others.mayCure) ? { open: object } : {};
}
