import { isText } from './access-rule.js';
import type { AccessRule } from './access-rule.js';

/**
 * So many pairs of a group and a resource are looked at one by one in a role, which takes some 10 ms. A hundred rules of 22 groups
 * with 22 resources have fewer; one of 3 MB may have millions, and would take seconds.
 */
const MOST_PAIRS = 50_000;

/** The groups of a rule by the names under which what it grants is added up. */
export interface RuleGroups {
  /** Each of them, or all as one where the role has too many pairs. */
  readonly names: readonly string[];
  /** How many groups each name stands for. */
  readonly size: number;
  /** All as one, whose name is the same for all rules that are about just these. */
  readonly together: string;
}

/** A rule, and how many of its resources are to be looked at. */
type Counted = readonly [rule: AccessRule, resources: number];

/** Rules about the same groups. */
interface Alike {
  readonly groups: readonly string[];
  readonly rules: AccessRule[];
  resources: number;
}

/**
 * The groups of the rules of a role; a rule that names none grants nothing, and is not there. Those that are about the same groups
 * are all taken in one way, so that what they grant together is seen in either; beyond the number of pairs it is not seen what rules
 * grant together that share some of their groups only.
 */
export function groupsOf(counted: Iterable<Counted>): ReadonlyMap<AccessRule, RuleGroups> {
  const found = new Map<AccessRule, RuleGroups>();
  let pairs = 0;
  // The least first: whoever makes one rule longer, or adds long ones, hides no others by it.
  for (const alike of alikeAmong(counted).toSorted((one, other) => pairsOf(one) - pairsOf(other))) {
    const { groups, rules } = alike;
    pairs += pairsOf(alike);
    const together = groups.join(',');
    const isTogether = groups.length > 1 && pairs > MOST_PAIRS;
    const [names, size] = isTogether ? [[together], groups.length] : [groups, 1];
    if (groups.length > 0) for (const rule of rules) found.set(rule, { names, size, together });
  }
  return found;
}

function alikeAmong(counted: Iterable<Counted>): readonly Alike[] {
  const found = new Map<string, Alike>();
  for (const [rule, resources] of counted) {
    const groups = namedBy(rule);
    const key = JSON.stringify(groups);
    const alike = found.get(key) ?? { groups, rules: [], resources: 0 };
    found.set(key, alike);
    alike.rules.push(rule);
    alike.resources += resources;
  }
  return [...found.values()];
}

/** Beside * no other group says anything. */
function namedBy({ apiGroups }: AccessRule): readonly string[] {
  if (apiGroups.includes('*')) return ['*'];
  const groups = apiGroups.filter(isText);
  return groups.length < 2 ? groups : [...new Set(groups)].sort();
}

/** Of a rule about one group there are no more than it has resources: it is not counted. */
function pairsOf({ groups, resources }: Alike): number {
  return groups.length < 2 ? 0 : groups.length * resources;
}
