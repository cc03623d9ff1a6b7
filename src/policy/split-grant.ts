import type { AccessRule, Role, Texts } from './access-rule.js';
import { everyVerb } from './grant.js';
import type { Pointer } from './pointer.js';

/** A resource on which several rules of a role grant every verb together, and none of them alone. */
export interface SplitGrant {
  /** With its group, as in deployments.apps. */
  readonly resource: string;
  /** Where it stands in the rule that brings the last verb. */
  readonly path: Pointer;
}

/** Verbs of a rule as bits, in the order of the list; other verbs have none. */
type VerbBits = number;

const ALL: VerbBits = (1 << everyVerb.length) - 1;

function bitsOf(verbs: Texts): VerbBits {
  return everyVerb.reduce((bits, verb, index) => (verbs.includes(verb) ? bits | (1 << index) : bits), 0);
}

interface Part {
  readonly rule: AccessRule;
  readonly groups: readonly string[];
  readonly verbs: VerbBits;
}

/** Rules about objects by their names are left out: what they grant together differs from name to name. */
export function* splitGrants({ rules }: Role): Iterable<SplitGrant> {
  const parts = rules
    .filter(({ resourceNames }) => resourceNames.length === 0)
    .map((rule): Part => ({ rule, groups: groupsOf(rule), verbs: bitsOf(rule.verbs) }))
    .filter(({ verbs }) => verbs !== 0 && verbs !== ALL)
    // What is granted in every group counts in each, so that it has to be known first.
    .sort((one, other) => Number(other.groups.includes('*')) - Number(one.groups.includes('*')));
  if (parts.length < 2) return;
  const granted = new Map<string, Map<string, VerbBits>>();
  for (const part of parts) {
    for (const group of part.groups) yield* addTo(granted, group, part);
  }
}

function* addTo(
  granted: Map<string, Map<string, VerbBits>>,
  group: string,
  { rule, verbs }: Part,
): Iterable<SplitGrant> {
  const own = granted.get(group) ?? new Map<string, VerbBits>();
  granted.set(group, own);
  const everywhere = granted.get('*');
  for (const [index, resource] of rule.resources.entries()) {
    if (resource === undefined) continue;
    const before = (own.get(resource) ?? 0) | (everywhere?.get(resource) ?? 0);
    own.set(resource, before | verbs);
    if (before === ALL || (before | verbs) !== ALL) continue;
    yield { resource: group === '' ? resource : `${resource}.${group}`, path: rule.at('resources', index) };
  }
}

/** More pairs of a group and a resource than anybody writes into one rule: looking at each would take longer than the rule is long. */
const MOST_PAIRS = 500;

function groupsOf({ apiGroups, resources }: AccessRule): readonly string[] {
  const groups = [...new Set(apiGroups.filter((group) => group !== undefined))].sort();
  return groups.length * resources.length > MOST_PAIRS ? [groups.join(',')] : groups;
}
