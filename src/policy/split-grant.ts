import { isText } from './access-rule.js';
import type { AccessRule, Role } from './access-rule.js';
import { bitsOf, EVERY, holdsEveryVerb } from './held-verbs.js';
import type { VerbBits } from './held-verbs.js';
import type { Pointer } from './pointer.js';
import { clip } from './quote.js';
import { groupsOf } from './rule-groups.js';
import type { RuleGroups } from './rule-groups.js';

/** A resource, and where it stands in its rule. */
type Place = readonly [index: number, resource: string];

/** Resources of a group on which several rules of a role grant every verb together, and none of them alone. */
export interface SplitGrant {
  /** The rule that brings the last verb. */
  readonly rule: AccessRule;
  readonly group: string;
  /** How many groups that one stands for. */
  readonly size: number;
  readonly places: readonly Place[];
}

interface Part {
  readonly rule: AccessRule;
  readonly verbs: VerbBits;
}

/**
 * One for each group of a rule, however many resources it has: a role of 4 KB has tens of thousands of pairs of the two. Rules about
 * objects by their names are left out: what they grant together differs from name to name.
 */
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
      yield* addTo(granted, part, groups.get(part.rule));
    }
  }
}

/** No API has a resource of a longer name, with its subresource: who names one is granted nothing. In characters. */
const LONGEST_NAME = 253;

/** The resources on which the rules would grant every verb if all of them were about one group. In most roles there is none. */
function candidatesOf(parts: readonly Part[]): ReadonlySet<string> {
  const all = new Map<string, VerbBits>();
  for (const { rule, verbs } of parts) {
    for (const resource of rule.resources.filter(isText)) {
      if (resource.length <= LONGEST_NAME) all.set(resource, (all.get(resource) ?? 0) | verbs);
    }
  }
  return new Set([...all].flatMap(([resource, verbs]) => (verbs === EVERY ? [resource] : [])));
}

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

function* addTo(granted: Granted, part: Found, groups: RuleGroups | undefined): Iterable<SplitGrant> {
  if (groups === undefined) return;
  const { names, size } = groups;
  for (const group of names) {
    const places = addIn(granted, group, part);
    if (places.length > 0) yield { rule: part.rule, group, size, places };
  }
}

/** Where a rule brings the last verb. */
function addIn(granted: Granted, group: string, { verbs, places }: Found): readonly Place[] {
  const own = granted.get(group) ?? new Map<string, VerbBits>();
  granted.set(group, own);
  const everywhere = granted.get('*');
  const last: Place[] = [];
  for (const place of places) {
    const [, resource] = place;
    const before = (own.get(resource) ?? 0) | (everywhere?.get(resource) ?? 0);
    own.set(resource, before | verbs);
    if (before !== EVERY && (before | verbs) === EVERY) last.push(place);
  }
  return last;
}

/** The part of a grant that was held before, or the part that is new: the one may be refused where the other is not. */
export interface GrantPart extends SplitGrant {
  readonly wasHeld: boolean;
  /** Where the first of its resources stands. */
  readonly path: Pointer;
}

/** Grants in their parts, as far as these are there, and of each what is new first. */
export function* partsOf(grants: Iterable<SplitGrant>, previous: Role | undefined): Iterable<GrantPart> {
  for (const grant of grants) {
    for (const wasHeld of [false, true]) {
      const places = grant.places.filter(([, resource]) => isHeldBy(previous, grant.group, resource) === wasHeld);
      const [first] = places;
      if (first === undefined) continue;
      yield { ...grant, places, wasHeld, path: grant.rule.at('resources', first[0]) };
    }
  }
}

function isHeldBy(previous: Role | undefined, group: string, resource: string): boolean {
  return previous !== undefined && holdsEveryVerb(previous, group, resource);
}

/** So many names are more than a message has room for, however short they are. */
const MOST_NAMES = 30;

/** What is granted, for a message: deployments.apps, daemonsets.apps; of groups that are taken as one the resources alone. */
export function namesIn({ group, size, places }: SplitGrant): string {
  const isNamed = group !== '' && size === 1;
  const names = places
    .slice(0, MOST_NAMES)
    .map(([, resource]) => (isNamed ? `${resource}.${clip(group, LONGEST_NAME)}` : resource));
  return names.join(', ');
}

/** What tells it from all else that a role grants, wherever it stands. */
export function identityOf({ group, places }: SplitGrant): string {
  return JSON.stringify([group, ...places.map(([, resource]) => resource).sort()]);
}
