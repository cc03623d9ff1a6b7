import type { AccessRule, Role } from './access-rule.js';
import { bitsOf, EVERY, groupsOf } from './held-verbs.js';
import type { VerbBits } from './held-verbs.js';
import type { Pointer } from './pointer.js';

/** A resource on which several rules of a role grant every verb together, and none of them alone. */
export interface SplitGrant {
  readonly group: string;
  readonly resource: string;
  /** The resource with its group, as in deployments.apps. */
  readonly name: string;
  /** Where it stands in the rule that brings the last verb. */
  readonly path: Pointer;
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
    .filter(({ verbs }) => verbs > 0 && verbs < EVERY)
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
    if (before === EVERY || (before | verbs) !== EVERY) continue;
    const name = group === '' ? resource : `${resource}.${group}`;
    yield { group, resource, name, path: rule.at('resources', index) };
  }
}
