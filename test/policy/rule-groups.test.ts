import { expect } from 'chai';
import { roles } from '../../src/policy/access-rule.js';
import type { JsonObject } from '../../src/policy/json.js';
import { groupsOf } from '../../src/policy/rule-groups.js';
import { role } from '../builders.js';
import { names, ordinarySizes } from './long-roles.js';

const rule = (groups: readonly string[], resources: number): JsonObject => ({
  apiGroups: groups,
  resources: names(resources, 'r'),
  verbs: ['get'],
});

/** Under how many names each rule of a role is taken. */
const parts = (...rules: readonly JsonObject[]): readonly (number | undefined)[] => {
  const viewed = roles.view(role(...rules), 'Role')?.rules ?? [];
  const groups = groupsOf(viewed.map((one) => [one, one.resources.length]));
  return viewed.map((one) => groups.get(one)?.names.length);
};

describe('the groups of the rules of a role', () => {
  it('are taken one by one in roles of ordinary size', () => {
    for (const [groups, resources] of [[1, 5_000], [4, 5_000], ...ordinarySizes] as const) {
      expect(parts(rule(names(groups, 'g'), resources))).to.deep.equal([groups]);
    }
    const hundred = names(100, 'team-').map((team) => rule(names(22, team), 22));
    expect(new Set(parts(...hundred))).to.deep.equal(new Set([22]));
  });

  it('are taken as one where the role has too many pairs, those of the longest rules first', () => {
    expect(parts(rule(names(5_000, 'g'), 5_000))).to.deep.equal([1]);
    expect(parts(rule(names(5_000, 'g'), 5_000), rule(names(9, 'h'), 10))).to.deep.equal([1, 9]);
    const thousands = names(8_000, 'team-').map((team) => rule(names(22, team), 22));
    const taken = parts(...thousands, rule(names(9, 'h'), 10), rule(['apps'], 60_000));
    expect(taken.filter((count) => count === 22)).to.have.length(103);
    expect(taken.slice(-2)).to.deep.equal([9, 1]);
  });

  it('are taken in one way for all rules about the same groups', () => {
    const groups = names(22, 'g');
    const same = names(200, 'r').map(() => rule(groups, 22));
    expect(new Set(parts(...same, rule(groups.toReversed(), 1)))).to.deep.equal(new Set([1]));
  });

  it('are every group where one of them is, and none where there are none', () => {
    expect(parts(rule(['', '*', 'apps'], 3), rule([], 3))).to.deep.equal([1, undefined]);
  });
});
