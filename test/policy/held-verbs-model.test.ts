import { expect } from 'chai';
import { roles } from '../../src/policy/access-rule.js';
import type { Role } from '../../src/policy/access-rule.js';
import { holdsAllOf } from '../../src/policy/held-verbs.js';
import { role } from '../builders.js';

interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

const verbs = ['get', 'list', 'delete', 'deletecollection', 'escalate', 'bind', 'tune'];
const groups = ['', 'apps'];
const resources = ['pods', 'pods/log', 'jobs'];

/** All that there is to ask for, with one of each that no rule names. */
const requests = ['other', ...groups].flatMap((group) =>
  ['others', 'others/log', ...resources].flatMap((resource) =>
    ['otherwise', ...verbs].map((verb) => ({ group, resource, verb })),
  ),
);

/** What RBAC allows, one request after the other. */
function allowedBy(rule: Rule): readonly (typeof requests)[number][] {
  const has = (list: readonly string[], ...some: readonly string[]): boolean => some.some((one) => list.includes(one));
  return requests.filter(
    ({ group, resource, verb }) =>
      has(rule.apiGroups, group, '*') &&
      has(rule.verbs, verb, '*') &&
      has(rule.resources, resource, '*', resource.replace(/^[^/]*/, '*')),
  );
}

/** Numbers from 0 to 1 that are the same in each run: the generator of the C standard's example. */
function numbersFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return state / 2 ** 31;
  };
}

describe('a rule of a role beside random rules of the role before', () => {
  const random = numbersFrom(7);
  const some = (all: readonly string[], share: number): readonly string[] => all.filter(() => random() < share);
  const make = (share: number): Rule => ({
    apiGroups: random() < 0.1 ? ['*'] : some(groups, share),
    resources: [...some(resources, share), ...some(['*', '*/log'], 0.1)],
    verbs: random() < 0.1 ? ['*'] : some(verbs, share),
  });
  const view = (rules: readonly Rule[]): Role =>
    roles.view(role(...rules.map((rule) => ({ ...rule }))), 'Role') ?? { isClusterRole: false, rules: [] };
  const holds = (before: readonly Rule[], now: Rule): boolean => {
    const current = view([now]);
    return current.rules.every((rule) => holdsAllOf(view(before), current, rule));
  };

  it('is never held where it allows one request more, and mostly where it allows none', () => {
    const found = { held: 0, same: 0 };
    for (let turn = 0; turn < 3_000; turn += 1) {
      const [before, now] = [[make(0.7), make(0.7), make(0.7)], make(0.4)];
      const allowed = new Set(before.flatMap(allowedBy));
      const asked = allowedBy(now);
      const isSame = asked.every((one) => allowed.has(one));
      const isHeld = holds(before, now);
      expect(isHeld && !isSame, JSON.stringify({ before, now })).to.equal(false);
      if (asked.length > 0 && isSame) found.same += 1;
      if (asked.length > 0 && isHeld) found.held += 1;
    }
    expect(found.same).to.be.above(500);
    expect(found.held / found.same).to.be.above(0.9);
  });
});
