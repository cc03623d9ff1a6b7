import { isText } from './access-rule.js';
import type { AccessRule, Role, Texts } from './access-rule.js';
import { everyVerb } from './grant.js';
import { rememberLatest } from './remember.js';

/** Verbs as bits, in the order of the list of every verb; the bit after them stands for all that are not on the list. */
export type VerbBits = number;

/** Every verb of the list. */
export const EVERY: VerbBits = (1 << everyVerb.length) - 1;

const ANY: VerbBits = EVERY | (1 << everyVerb.length);

/** What verbs grant; those beyond the list are granted by * alone, and count as nothing by their names. */
export function bitsOf(verbs: Texts): VerbBits {
  if (verbs.includes('*')) return ANY;
  return everyVerb.reduce((bits, verb, index) => (verbs.includes(verb) ? bits | (1 << index) : bits), 0);
}

/**
 * So many times as many pairs of a group and a resource as there are groups and resources are looked at one by one, as of eight
 * groups with eight resources: a role of thousands of long rules would take seconds otherwise.
 */
const MOST_TIMES = 4;

/** The groups of a rule, or all of them as one where there are too many pairs. */
export function groupsOf({ apiGroups, resources }: AccessRule): readonly string[] {
  if (apiGroups.length === 1) return apiGroups.filter(isText);
  const groups = [...new Set(apiGroups.filter(isText))].sort();
  const most = MOST_TIMES * (groups.length + resources.length);
  return groups.length * resources.length > most ? [groups.join(',')] : groups;
}

/** Whether a role gives every verb of the list on all objects of a resource in a group, by one rule or by several. */
export function holdsEveryVerb(role: Role, group: string, resource: string): boolean {
  return holdsVerbs(role, { group, resource, verbs: EVERY });
}

/** Whether a role gives some verbs on all objects of a resource in a group, by one rule or by several. */
export function holdsVerbs(role: Role, wanted: Wanted): boolean {
  return holds(heldBy(role), wanted);
}

/** Whether a role gives all that a rule does, on each resource by one rule or by several. */
export function holdsAllOf(role: Role, rule: AccessRule): boolean {
  const resources = rule.resources.filter(isText);
  const groups = groupsOf(rule);
  if (resources.length === 0 || groups.length === 0 || rule.nonResourceURLs.length > 0) return false;
  const isListed = rule.verbs.every((verb) => verb === undefined || everyVerb.includes(verb));
  const verbs = isListed ? bitsOf(rule.verbs) : ANY;
  const held = heldBy(role);
  return groups.every((group) => resources.every((resource) => holds(held, { group, resource, verbs })));
}

/** By group and resource. */
type Held = ReadonlyMap<string, ReadonlyMap<string, VerbBits>>;

/** What each rule of a role gives, added up. Rules about objects by their names are left out: they give it on some objects only. */
const heldBy = rememberLatest(({ rules }: Role): Held => {
  const held = new Map<string, Map<string, VerbBits>>();
  for (const rule of rules.filter(({ resourceNames }) => resourceNames.length === 0)) {
    const verbs = bitsOf(rule.verbs);
    for (const group of groupsOf(rule)) {
      const own = held.get(group) ?? new Map<string, VerbBits>();
      held.set(group, own);
      for (const resource of rule.resources.filter(isText)) own.set(resource, (own.get(resource) ?? 0) | verbs);
    }
  }
  return held;
});

export interface Wanted {
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
