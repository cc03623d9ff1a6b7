import { applyEdits } from '../engine/edit.js';
import type { Finding } from '../engine/finding.js';
import type { Inspect } from '../engine/inspect.js';
import type { FlawLookup, SlipLookup } from '../facts/schema/schema-fact.js';
import { stringAt } from '../policy/json.js';
import type { JsonObject } from '../policy/json.js';
import type { Edit } from '../policy/policy.js';
import { printable } from '../policy/quote.js';
import { viewWorkload } from '../policy/workload.js';

const NO_SCHEMA =
  'its CustomResourceDefinition is not among the inputs, and nothing else says which fields it may have';

/**
 * A judge who asks nothing of a custom resource that it cannot have. Where its schema is known, a fix is offered if the schema has
 * nothing against it, and an absent field that is not declared is not missed; where none is known, no fix is offered. Nor is one
 * for an object whose apiVersion or kind is misspelt: what it will be has other fields, perhaps.
 */
export function heedSchemas(
  inspect: Inspect,
  flawsOf: FlawLookup = knowsNothing,
  slipOf: SlipLookup = knowsNothing,
): Inspect {
  return async (object, kind, scope) => {
    const inspection = await inspect(object, kind, scope);
    const { findings } = inspection;
    if (findings.length === 0) return inspection;
    if (viewWorkload(object, kind)?.isCustom !== true) {
      const meant = findings.some(({ fix }) => fix !== undefined) ? await slipOf(object, kind) : undefined;
      return meant === undefined
        ? inspection
        : { ...inspection, findings: withhold(findings, slipFor(object, kind, meant)) };
    }
    const before = await flawsOf(object, kind);
    if (before === undefined) return { ...inspection, findings: withhold(findings, NO_SCHEMA) };
    const known = new Set(before.map(nameOf));
    const newFlaws: NewFlaws = async (changed) =>
      ((await flawsOf(changed, kind)) ?? []).filter((flaw) => !known.has(nameOf(flaw)));
    return { ...inspection, findings: await heed(findings, object, newFlaws) };
  };
}

type Flaw = NonNullable<Awaited<ReturnType<FlawLookup>>>[number];

/** What the schema has against a changed object, and had not before. */
type NewFlaws = (changed: JsonObject) => Promise<readonly Flaw[]>;

function nameOf({ keyword, instancePath }: Flaw): string {
  return `${keyword} ${instancePath}`;
}

function knowsNothing(): Promise<undefined> {
  return Promise.resolve(undefined);
}

function slipFor(object: JsonObject, kind: string, meant: string): string {
  return `there is no ${printable(`${stringAt(object, 'apiVersion') ?? ''} ${kind}`)}; did you mean ${printable(meant)}?`;
}

function withhold(findings: readonly Finding[], reason: string): readonly Finding[] {
  return findings.map(({ fix, ...finding }) => (fix === undefined ? finding : { ...finding, withheld: reason }));
}

async function heed(findings: readonly Finding[], object: JsonObject, newFlaws: NewFlaws): Promise<readonly Finding[]> {
  const [dropped, unmendable] = [new Set<Finding>(), new Set<Finding>()];
  for (const alike of groupsOf(findings)) {
    const edits = alike.flatMap(({ fix = [] }) => fix);
    const mended = applyEdits(object, edits, { overwrite: true }).object;
    // What is found in one field may be mended in another, such as that of the whole pod.
    if (edits.length > 0 && (await newFlaws(mended)).length === 0) continue;
    for (const one of alike) unmendable.add(one);
    for (const one of await undeclared(alike, object, newFlaws)) dropped.add(one);
  }
  return findings.flatMap((one) => {
    if (dropped.has(one)) return [];
    const { fix: _, ...rest } = one;
    return unmendable.has(one) ? [rest] : [one];
  });
}

/** Those of findings of the same place in the schema whose field is absent, and is not declared. */
async function undeclared(
  alike: readonly Finding[],
  object: JsonObject,
  newFlaws: NewFlaws,
): Promise<readonly Finding[]> {
  const missing = new Map<Edit, Finding>();
  // A field that is declared may be null, for that is what an absent one is.
  for (const one of alike) missing.set({ op: 'set', path: one.path, value: null }, one);
  const { object: filled, applied } = applyEdits(object, [...missing.keys()], { overwrite: false });
  const isDeclared = !(await newFlaws(filled)).some(({ keyword }) => keyword === 'unknown');
  return isDeclared ? [] : applied.flatMap((edit) => missing.get(edit) ?? []);
}

/** What one policy says of the same field, in whichever containers: a schema treats them alike, so that it has to be asked once. */
function groupsOf(findings: readonly Finding[]): Iterable<readonly Finding[]> {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const key = `${finding.policy.id} ${finding.path.replaceAll(/\/\d+(?=\/|$)/g, '/*')}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [finding]);
    else group.push(finding);
  }
  return groups.values();
}
