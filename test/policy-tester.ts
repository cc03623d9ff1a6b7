import { expect } from 'chai';
import { applyEdits } from '../src/engine/edit.js';
import { violationsOf, see } from '../src/engine/evaluate.js';
import type { Circumstances } from '../src/engine/evaluate.js';
import { withoutSources } from '../src/engine/gather.js';
import { injectRelated } from '../src/engine/inject.js';
import { completeSettings } from '../src/engine/profile.js';
import type { ProfiledPolicy } from '../src/engine/profile.js';
import { createInventory } from '../src/facts/inventory.js';
import type { Facts } from '../src/policy/facts.js';
import { isObject } from '../src/policy/json.js';
import type { Json, JsonObject } from '../src/policy/json.js';
import { segmentsOf } from '../src/policy/pointer.js';
import type { Pointer } from '../src/policy/pointer.js';
import type { Edit, Policy, Violation } from '../src/policy/policy.js';
import { newestKubernetes, parseVersion } from '../src/policy/version.js';

/** An object, and the circumstances under which it is judged. */
export interface Case {
  /** Completes the sentence "accepts …" or "rejects …". */
  readonly name: string;
  readonly object: JsonObject;
  /** What differs from the defaults. */
  readonly settings?: JsonObject;
  readonly facts?: Partial<Facts>;
  /** The settings of other policies that are in force as well, by their ids; none when absent. */
  readonly others?: Readonly<Record<string, JsonObject>>;
  /** The objects beside it; its inventory is empty when absent. 'unknown' when they cannot be seen. */
  readonly related?: readonly JsonObject[] | 'unknown';
  /** The policies that add to its Pods what they lack; none when absent, as where the namespace does not opt in to it. */
  readonly injectors?: readonly Policy[];
  /** Such as 1.29; the newest known when absent. */
  readonly kubernetesVersion?: string;
  /** Milliseconds since 1970. */
  readonly now?: number;
  /** Where the review says that the object is; what its own metadata say when absent. */
  readonly namespace?: string;
  /** Who asks, at admission. */
  readonly user?: string;
  /** The plural of the kind that is asked about, at admission: deployments for the Scale of one. */
  readonly resource?: string;
  /** The object as it was, on an UPDATE. */
  readonly previous?: JsonObject;
  /** It was read from a file; it comes from a cluster when absent. */
  readonly isManifest?: true;
}

export interface Rejection extends Case {
  /** Where, and in which words, and all of them. A fix is compared when it is named, and a remedy or a subject likewise. */
  readonly violations: readonly (Pick<Violation, 'path' | 'message'> & Partial<Violation>)[];
  /** The object with every fix applied; to be given as soon as one violation has a fix. */
  readonly mended?: JsonObject;
}

export interface PolicyCases {
  readonly accepts: readonly Case[];
  readonly rejects: readonly Rejection[];
}

/** Every case that was declared, by policy: the parity test looks at what they cover. */
export const declaredCases = new Map<string, readonly Case[]>();

/** Declares the tests of one policy. Besides its own expectation, every case has to obey the laws below. */
export function testPolicy(policy: Policy, { accepts, rejects }: PolicyCases): void {
  refuseDuplicates([...accepts, ...rejects]);
  declaredCases.set(policy.meta.id, [...accepts, ...rejects]);
  describe(policy.meta.id, () => {
    for (const one of accepts) {
      it(`accepts ${one.name}`, () => {
        expect(judge(policy, one)).to.deep.equal([]);
      });
    }
    for (const one of rejects) {
      it(`rejects ${one.name}`, () => {
        const violations = judge(policy, one);
        expect(violations.map((found, index) => pick(found, one.violations[index]))).to.deep.equal(one.violations);
        obeysLaws(policy, one, violations);
      });
    }
  });
}

function refuseDuplicates(cases: readonly Case[]): void {
  const names = new Set<string>();
  for (const { name } of cases) {
    if (names.has(name)) throw new Error(`two cases are named "${name}"`);
    names.add(name);
  }
}

/** What a policy says about the object of a case, or about another one under the same circumstances. */
export function judge(policy: Policy, one: Case, object = one.object): readonly Violation[] {
  const previous = one.previous === undefined ? undefined : see(deepFreeze(one.previous), kindOf(one.previous));
  const judged = profiled(policy, one.settings);
  const injectors = (one.injectors ?? []).map((injector) => profiled(injector, undefined));
  const around: Circumstances = {
    now: one.now ?? Date.UTC(2026, 0, 15),
    kubernetesVersion: parseVersion(one.kubernetesVersion ?? '') ?? newestKubernetes,
    facts: { ...withoutSources, inventory: inventoryFor(policy, one), ...one.facts },
    namespace: one.namespace,
    user: one.user,
    resource: one.resource,
    isManifest: one.isManifest,
    previous,
    settingsOf: (id) => one.others?.[id],
    injected: (related, kind) => injectRelated(injectors, see(related, kind), around),
  };
  return violationsOf(judged, see(deepFreeze(object), kindOf(object)), around);
}

/** What the policy sees of the objects beside. Of kinds that it does not declare nobody keeps any: to look for them is a mistake. */
function inventoryFor({ meta, related = [] }: Policy, one: Case): Facts['inventory'] {
  const { put, inventory } = createInventory(one.related === 'unknown' ? [] : related);
  if (one.related !== 'unknown') one.related?.forEach(put);
  return (kind, namespace) => {
    if (!related.includes(kind)) throw new Error(`${meta.id} looks up a ${kind} that it does not declare`);
    return inventory(kind, namespace);
  };
}

function profiled(policy: Policy, settings: JsonObject | undefined): ProfiledPolicy {
  return { policy, mode: 'enforce', inject: true, settings: completeSettings(policy, settings) };
}

function kindOf(object: JsonObject): string {
  return typeof object['kind'] === 'string' ? object['kind'] : '';
}

/** The object with the fixes of every violation applied, in order. */
function mend(object: JsonObject, violations: readonly Violation[]): JsonObject {
  return applyEdits(object, editsOf(violations), { overwrite: true }).object;
}

function editsOf(violations: readonly Violation[]): readonly Edit[] {
  return violations.flatMap(({ fix = [] }) => fix);
}

/** The fields of a violation that the case speaks of; path and message always. */
function pick(found: Violation, wanted: Partial<Violation> = {}): Partial<Violation> {
  const names = new Set(['path', 'message', ...Object.keys(wanted)]);
  return Object.fromEntries(Object.entries(found).filter(([name]) => names.has(name)));
}

/** Everything that is demanded of a rejection besides the violations that it names. */
export function obeysLaws(policy: Policy, one: Rejection, violations: readonly Violation[]): void {
  for (const violation of violations) {
    readsWell(violation.message);
    if (violation.remedy !== undefined) expect(violation.remedy, 'a remedy').to.match(/^[A-Z].*\.$/);
    leadsSomewhere(one.object, violation.path);
    if (violation.fix !== undefined) mendsItself(policy, one, violations, violation);
  }
  expect(JSON.stringify(judge(policy, one)), 'the same input gives the same bytes').to.equal(
    JSON.stringify(violations),
  );
  if (editsOf(violations).length > 0)
    expect(mend(one.object, violations), 'the object mended').to.deep.equal(one.mended);
  else expect(one.mended, 'a case without fixes has nothing mended').to.equal(undefined);
  if (policy.injectable) isInjectedOnce(policy, one, violations);
}

/** Law: a message is a lower-case fragment of one line and at most 120 characters. */
export function readsWell(message: string): void {
  expect(message.length, `the length of: ${message}`).to.be.at.most(120);
  expect(message).to.match(/^[a-z]/);
  expect(message).not.to.match(/\.$/);
  expect(message).not.to.match(/\p{Cc}/u);
}

/** Law: a path is in the object as far as the object goes, by own fields; what is missing at its end are fields, never a list's item. */
export function leadsSomewhere(object: JsonObject, path: Pointer): void {
  let here: Json | undefined = object;
  for (const segment of segmentsOf(path)) {
    if (Array.isArray(here) && /^\d+$/.test(segment)) expect(Number(segment), path).to.be.below(here.length);
    if (here === null || typeof here !== 'object') continue;
    here = Object.hasOwn(here, segment) ? (here as JsonObject)[segment] : undefined;
  }
}

/** Law: a fix removes its own violation and brings no new one; it may satisfy a neighbour on the way. */
function mendsItself(policy: Policy, one: Case, before: readonly Violation[], mended: Violation): void {
  const { object, skipped } = applyEdits(one.object, mended.fix ?? [], { overwrite: true });
  expect(skipped, 'edits that find no place').to.deep.equal([]);
  const after = judge(policy, one, object).map(({ path }) => path);
  expect(after, 'what is left after a fix').not.to.include(mended.path);
  expect(before.map(({ path }) => path)).to.include.members(after);
}

/** Law: what is injected overwrites nothing, and a second injection finds nothing to do. */
function isInjectedOnce(policy: Policy, one: Case, violations: readonly Violation[]): void {
  const injected = applyEdits(one.object, editsOf(violations), { overwrite: false }).object;
  keepsWhatIsThere(one.object, injected);
  const again = applyEdits(injected, editsOf(judge(policy, one, injected)), { overwrite: false }).object;
  expect(again, 'a second injection').to.deep.equal(injected);
}

function keepsWhatIsThere(before: Json | undefined, after: Json | undefined): void {
  if (before === null || before === undefined) return;
  if (!isObject(before) && !Array.isArray(before)) return void expect(after).to.equal(before);
  for (const [name, value] of Object.entries(before)) {
    expect(after).to.have.property(name);
    keepsWhatIsThere(value as Json, (after as JsonObject)[name]);
  }
}

/** Law: a check writes to nothing that it is handed; in strict mode a write to a frozen object throws. */
function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(deepFreeze);
  }
  return value;
}
