import { isText } from './access-rule.js';
import type { AccessRule, Role, Texts } from './access-rule.js';
import { everyVerb } from './grant.js';
import { rememberLatest } from './remember.js';
import { groupsOf } from './rule-groups.js';

/** Verbs as bits, in the order of a list; the last bit stands for all that are on none, which * alone grants. */
export type VerbBits = number;

/** Every verb of the list of the usual ones. */
export const EVERY: VerbBits = (1 << everyVerb.length) - 1;

/** So many verbs have a bit of their own: bitwise operators take 32 bits, the sign among them. */
const MOST_VERBS = 30;

const ANY: VerbBits = 2 ** (MOST_VERBS + 1) - 1;

type Numbered = ReadonlyMap<string | undefined, VerbBits>;

const usual = numbered(everyVerb);

/** What verbs grant; those beyond the usual ones are granted by * alone, and count as nothing by their names. */
export function bitsOf(verbs: Texts, known: Numbered = usual): VerbBits {
  return verbs.reduce((bits, verb) => bits | (known.get(verb) ?? 0), 0);
}

function numbered(verbs: readonly string[]): Numbered {
  const bits = verbs.slice(0, MOST_VERBS).map((verb, index) => [verb, 1 << index] as const);
  return new Map([...bits, ['*', ANY]]);
}

/** The usual verbs, and others that a role names, such as bind and deletecollection: no role that people write has more. */
const verbsOf = rememberLatest(({ rules }: Role): Numbered => {
  const verbs = new Set(everyVerb);
  for (const rule of rules) {
    for (const verb of rule.verbs) if (verb !== undefined && verb !== '*') verbs.add(verb);
    if (verbs.size >= MOST_VERBS) break;
  }
  return numbered([...verbs]);
});

/**
 * Whether a role gives some verbs on all objects of a resource in the core group, by one rule or by several. What is asked about one
 * group is known for roles of any length.
 */
export function holdsCoreVerbs(role: Role, resource: string, verbs: VerbBits): boolean {
  return holds(heldInCore(role), { group: '', resource, verbs });
}

/** Whether a role gives every verb of the list on all objects of a resource in a group, by one rule or by several. */
export function holdsEveryVerb(role: Role, group: string, resource: string): boolean {
  return holds(heldBy(role), { group, resource, verbs: EVERY });
}

/**
 * Whether a role gives all that a rule of another does, on each resource by one rule or by several. A verb that it does not name it
 * gives by * alone.
 */
export function holdsAllOf(role: Role, other: Role, rule: AccessRule): boolean {
  const resources = rule.resources.filter(isText);
  const groups = groupsIn(other).get(rule);
  if (groups === undefined || resources.length === 0 || rule.nonResourceURLs.length > 0) return false;
  const { names, together } = groups;
  const known = verbsOf(role);
  const isNamed = rule.verbs.every((verb) => verb === undefined || known.has(verb));
  const verbs = isNamed ? bitsOf(rule.verbs, known) : ANY;
  const held = heldBy(role);
  const isHeld = (group: string, resource: string): boolean => holds(held, { group, resource, verbs });
  return resources.every((one) => isHeld(together, one) || names.every((group) => isHeld(group, one)));
}

const groupsIn = rememberLatest(({ rules }: Role) => groupsOf(rules.map((rule) => [rule, rule.resources.length])));

/** By group and resource. */
type Held = ReadonlyMap<string, ReadonlyMap<string, VerbBits>>;

/** By all groups of a rule as one too: a longer role, which is compared with this one, may have them so. */
const heldBy = rememberLatest((role: Role): Held => {
  const groups = groupsOf(role.rules.filter(isAboutAll).map((rule) => [rule, rule.resources.length]));
  const parts = [...groups].map(([rule, { names, together }]) => [rule, new Set([...names, together])] as const);
  return addUp(parts, verbsOf(role));
});

const heldInCore = rememberLatest(({ rules }: Role): Held => {
  const inCore = rules.filter(
    (rule) => isAboutAll(rule) && (rule.apiGroups.includes('') || rule.apiGroups.includes('*')),
  );
  return addUp(
    inCore.map((rule) => [rule, ['']]),
    usual,
  );
});

/** Rules about objects by their names are left out: they give it on some objects only. */
function isAboutAll({ resourceNames }: AccessRule): boolean {
  return resourceNames.length === 0;
}

/** What each rule gives in some groups, added up. */
function addUp(rules: Iterable<readonly [rule: AccessRule, groups: Iterable<string>]>, known: Numbered): Held {
  const held = new Map<string, Map<string, VerbBits>>();
  for (const [rule, groups] of rules) {
    const verbs = bitsOf(rule.verbs, known);
    const resources = rule.resources.filter(isText);
    for (const group of groups) {
      const own = held.get(group) ?? new Map<string, VerbBits>();
      held.set(group, own);
      for (const resource of resources) own.set(resource, (own.get(resource) ?? 0) | verbs);
    }
  }
  return held;
}

interface Wanted {
  readonly group: string;
  /** As a rule writes it: pods/exec, and any of its wildcards. */
  readonly resource: string;
  readonly verbs: VerbBits;
}

function holds(held: Held, { group, resource, verbs }: Wanted): boolean {
  const names = [resource, '*', ...partOfAll(resource)];
  const found = [group, '*'].flatMap((its) => names.map((one) => held.get(its)?.get(one) ?? 0));
  return (found.reduce((all, bits) => all | bits, 0) & verbs) === verbs;
}

/** How a rule names the same part of every resource: pods/exec is within the exec of them all. */
function partOfAll(resource: string): readonly string[] {
  const slash = resource.indexOf('/');
  return slash < 0 ? [] : [`*${resource.slice(slash)}`];
}
