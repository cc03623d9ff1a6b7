import { applyEdits } from '../../engine/edit.js';
import type { Finding } from '../../engine/finding.js';
import type { Inspect } from '../../engine/inspect.js';
import { stablePath } from '../../engine/stable-path.js';
import { field, isObject } from '../../policy/json.js';
import type { Json, JsonObject } from '../../policy/json.js';
import type { Pointer } from '../../policy/pointer.js';
import type { Edit } from '../../policy/policy.js';
import type { Others } from './mend-document.js';
import { isSame } from './same.js';
import { touchVariable, valueOn } from './variable.js';

/** An object that a kustomization builds, and what is wrong with it. */
export interface Built {
  readonly kind: string;
  readonly name: string;
  readonly object: JsonObject;
  readonly findings: readonly Finding[];
  /** Finds what is wrong with it in another state. */
  readonly inspect: (state: JsonObject) => Promise<readonly Finding[]>;
  /** What files have too, by its identity, as far as they have been judged. */
  readonly inFiles: Set<string>;
  /** The object as it is once its files are mended, as far as they have been. */
  mended: JsonObject;
  /** Who looks it up. */
  readonly others: Others | undefined;
}

/** What is built of an object of a file, while both are mended. */
interface Twin {
  readonly built: Built;
  readonly state: JsonObject;
  /** What is wrong with it, by its identity. */
  readonly found: ReadonlyMap<string, Finding>;
  /** The fixes that the object gets, too. */
  readonly due: Edit[];
}

/**
 * Judges an object of a file again and again while it is mended, with what is built from it, which gets the same fixes. What is wrong
 * with the one alone is no finding. A fix is made only where it is that of all that is built: it would not help where a patch has
 * the last word, and would change what another build has already put right.
 */
export function inspectWith(built: readonly Built[], judge: Inspect): Inspect {
  let twins: readonly Twin[] = built.map((one) => toTwin(one, one.object, one.findings));
  return async (object, kind, scope) => {
    twins = await Promise.all(twins.map(advance));
    const inspection = await judge(object, kind, scope);
    const findings = inspection.findings.flatMap((finding) => {
      const identity = identityOf(finding, object);
      const having = twins.filter(({ found }) => found.has(identity));
      if (having.length === 0) return [];
      for (const one of having) one.built.inFiles.add(identity);
      const fixes = having.map(({ found, state }) => ({ fix: found.get(identity)?.fix, object: state }));
      const isShared =
        having.length === twins.length && fixes.every((one) => isAlike({ fix: finding.fix, object }, one));
      if (!isShared) return [withoutFix(finding)];
      if (touchVariable(object, finding.fix ?? [])) return [finding];
      for (const [index, { due }] of having.entries()) due.push(...(fixes[index]?.fix ?? []));
      return [finding];
    });
    return { ...inspection, findings };
  };
}

function toTwin(built: Built, state: JsonObject, findings: readonly Finding[]): Twin {
  return { built, state, found: new Map(findings.map((one) => [identityOf(one, state), one])), due: [] };
}

async function advance(twin: Twin): Promise<Twin> {
  const { built, state, due } = twin;
  if (due.length === 0) return twin;
  built.mended = applyEdits(state, due, { overwrite: true }).object;
  return toTwin(built, built.mended, await built.inspect(built.mended));
}

interface Treatment {
  readonly fix: readonly Edit[] | undefined;
  readonly object: JsonObject;
}

/** Whether the fix of what is built changes the same as that of an object of its file, and no patch has put something else there. */
function isAlike({ fix = [], object }: Treatment, { fix: others = [], object: built }: Treatment): boolean {
  const isPart = (edit: Edit, other: Edit | undefined): boolean =>
    other?.op === edit.op &&
    stablePath(object, edit.path) === stablePath(built, other.path) &&
    isSame(valueOn(object, changedBy(edit)), valueOn(built, changedBy(other))) &&
    (edit.op === 'remove' || other.op === 'remove' || isPartOf(other.value, edit.value));
  return fix.length === others.length && fix.every((edit, index) => isPart(edit, others[index]));
}

/** What an edit changes: of an item that it appends, the list. */
function changedBy({ path }: Edit): Pointer {
  return path.replace(/\/-$/, '');
}

/** Whether a value is a part of another one, whose maps may have more entries: labels of a kustomization go into selectors, too. */
function isPartOf(value: Json | undefined, part: Json): boolean {
  if (Array.isArray(part) && Array.isArray(value)) {
    const items = value as readonly Json[];
    return part.length === items.length && part.every((item: Json, index) => isPartOf(items[index], item));
  }
  if (!isObject(part) || !isObject(value)) return isSame(value, part);
  return Object.entries(part).every(([key, inner = null]) => isPartOf(field(value, key), inner));
}

/** Two findings are the same one when they agree on policy, field and subject, and on the names of the items of lists on the way. */
function identityOf({ policy, path, subject = '' }: Finding, object: JsonObject): string {
  return [policy.id, stablePath(object, path), subject].join('\n');
}

/** What is wrong with it and with none of its files, once those are judged: a patch or a generator brings it in. */
export async function besideFiles({ findings, inspect, mended, inFiles }: Built): Promise<readonly Finding[]> {
  if (findings.length === 0) return [];
  return (await inspect(mended)).filter((finding) => !inFiles.has(identityOf(finding, mended)));
}

/** The same finding, for people to mend. */
export function withoutFix({ fix: _, ...finding }: Finding): Finding {
  return finding;
}
