import { isText } from './access-rule.js';
import type { AccessRule, Role } from './access-rule.js';
import { bitsOf, EVERY } from './held-verbs.js';
import type { VerbBits } from './held-verbs.js';
import type { Pointer } from './pointer.js';
import { groupsOf } from './rule-groups.js';

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
  readonly verbs: VerbBits;
}

/** Rules about objects by their names are left out: what they grant together differs from name to name. */
export function* splitGrants({ rules }: Role): Iterable<SplitGrant> {
  const parts = rules
    .filter(({ resourceNames }) => resourceNames.length === 0)
    .map((rule): Part => ({ rule, verbs: bitsOf(rule.verbs) }))
    .filter(({ verbs }) => verbs > 0 && verbs < EVERY);
  const candidates = candidatesOf(parts);
  if (candidates.size === 0) return;
  const found = parts
    .map((part) => ({ ...part, places: placesIn(part.rule, candidates) }))
    .filter(({ places }) => places.length > 0);
  const groups = groupsOf(found.map(({ rule, places }) => [rule, places.length]));
  const granted: Granted = new Map();
  // What is granted in every group counts in each, so that it has to be known first.
  for (const isAboutAll of [true, false]) {
    for (const part of found.filter(({ rule }) => rule.apiGroups.includes('*') === isAboutAll)) {
      for (const group of groups.get(part.rule)?.names ?? []) yield* addTo(granted, group, part);
    }
  }
}

/** The resources on which the rules would grant every verb if all of them were about one group. In most roles there is none. */
function candidatesOf(parts: readonly Part[]): ReadonlySet<string> {
  const all = new Map<string, VerbBits>();
  for (const { rule, verbs } of parts) {
    for (const resource of rule.resources.filter(isText)) all.set(resource, (all.get(resource) ?? 0) | verbs);
  }
  return new Set([...all].flatMap(([resource, verbs]) => (verbs === EVERY ? [resource] : [])));
}

/** A resource, and where it stands in its rule. */
type Place = readonly [index: number, resource: string];

interface Found extends Part {
  /** Of the resources on which every verb may be granted. */
  readonly places: readonly Place[];
}

function placesIn({ resources }: AccessRule, candidates: ReadonlySet<string>): readonly Place[] {
  return resources.flatMap((resource, index): readonly Place[] =>
    resource !== undefined && candidates.has(resource) ? [[index, resource]] : [],
  );
}

/** Verbs by group and resource. */
type Granted = Map<string, Map<string, VerbBits>>;

function* addTo(granted: Granted, group: string, { rule, verbs, places }: Found): Iterable<SplitGrant> {
  const own = granted.get(group) ?? new Map<string, VerbBits>();
  granted.set(group, own);
  const everywhere = granted.get('*');
  for (const [index, resource] of places) {
    const before = (own.get(resource) ?? 0) | (everywhere?.get(resource) ?? 0);
    own.set(resource, before | verbs);
    if (before === EVERY || (before | verbs) !== EVERY) continue;
    const name = group === '' ? resource : `${resource}.${group}`;
    yield { group, resource, name, path: rule.at('resources', index) };
  }
}
