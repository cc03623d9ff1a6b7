import { expect } from 'chai';
import { roles } from '../../src/policy/access-rule.js';
import type { Role } from '../../src/policy/access-rule.js';
import { groupsOf } from '../../src/policy/held-verbs.js';
import { splitGrants } from '../../src/policy/split-grant.js';
import type { JsonObject } from '../../src/policy/json.js';
import { role } from '../builders.js';

const names = (count: number, prefix: string): readonly string[] =>
  Array.from({ length: count }, (_, index) => `${prefix}${index}`);
const rule = (groups: number, resources: number): JsonObject => ({
  apiGroups: names(groups, 'g'),
  resources: names(resources, 'r'),
  verbs: ['get'],
});
const viewed = (...rules: readonly JsonObject[]): Role => roles.view(role(...rules), 'Role') ?? none;
const none: Role = { isClusterRole: false, rules: [] };

/** Into how many parts the groups of a rule are taken. */
const parts = (groups: number, resources: number): readonly number[] =>
  viewed(rule(groups, resources)).rules.map((one) => groupsOf(one).length);

describe('what a rule of a role is about', () => {
  it('is each of its groups, whatever the number of resources, where there are a few', () => {
    expect(parts(1, 5_000)).to.deep.equal([1]);
    expect(parts(4, 5_000)).to.deep.equal([4]);
    expect(parts(8, 8)).to.deep.equal([8]);
  });

  it('is all of them at once where there would be too many pairs to look at', () => {
    expect(parts(22, 22)).to.deep.equal([1]);
    expect(parts(5_000, 5_000)).to.deep.equal([1]);
  });
});

describe('what several rules grant together', () => {
  const verbs = [
    ['get', 'list', 'watch'],
    ['create', 'update'],
    ['patch', 'delete'],
  ];

  it('is every verb where they are about the same resource of the same group, and not of another one', () => {
    const inGroups = (...groups: readonly string[]): readonly string[] => {
      const rules = verbs.map((some, index) => ({
        apiGroups: [groups[index] ?? ''],
        resources: ['jobs', `others-${index}`],
        verbs: some,
      }));
      return [...splitGrants(viewed(...rules))].map(({ name, path }) => `${name} ${path}`);
    };
    expect(inGroups('batch', 'batch', 'batch')).to.deep.equal(['jobs.batch /rules/2/resources/0']);
    expect(inGroups('batch', '*', 'batch')).to.deep.equal(['jobs.batch /rules/2/resources/0']);
    expect(inGroups('batch', 'apps', 'batch')).to.deep.equal([]);
  });
});
