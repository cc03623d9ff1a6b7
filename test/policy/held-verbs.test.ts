import { expect } from 'chai';
import { roles } from '../../src/policy/access-rule.js';
import type { Role } from '../../src/policy/access-rule.js';
import { EVERY, holdsAllOf, holdsCoreVerbs, holdsEveryVerb } from '../../src/policy/held-verbs.js';
import type { JsonObject } from '../../src/policy/json.js';
import { identityOf, namesIn, splitGrants } from '../../src/policy/split-grant.js';
import { role } from '../builders.js';
import { timed } from '../timed.js';
import { names, ordinarySizes } from './long-roles.js';

const seven = ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete'];
const rule = (groups: readonly string[], resources: readonly string[], verbs: readonly string[]): JsonObject => ({
  apiGroups: groups,
  resources,
  verbs,
});
const none: Role = { isClusterRole: false, rules: [] };
const viewed = (...rules: readonly JsonObject[]): Role => roles.view(role(...rules), 'Role') ?? none;
const split = (...rules: readonly JsonObject[]): readonly string[] =>
  [...splitGrants(viewed(...rules))].flatMap(({ rule: { at }, group, size, places }) =>
    places.map(([index, resource]) => `${resource}.${size === 1 ? group : `${size} groups`} ${at('resources', index)}`),
  );
const holdsEach = (before: Role, now: Role): readonly boolean[] => now.rules.map((one) => holdsAllOf(before, now, one));

/** As large as a request may be: some 3 MB. */
const thousands = (verbs: readonly string[], prefix: string): readonly JsonObject[] =>
  names(8_000, prefix).map((team) => rule(names(22, `${team}-`), names(22, 'r'), verbs));

describe('what several rules grant together', () => {
  const verbs = [
    ['get', 'list', 'watch'],
    ['create', 'update'],
    ['patch', 'delete'],
  ];

  it('is every verb where they are about the same resource of the same group, and not of another one', () => {
    const inGroups = (...groups: readonly string[]): readonly string[] =>
      split(...verbs.map((some, index) => rule([groups[index] ?? ''], ['jobs', `others-${index}`], some)));
    expect(inGroups('batch', 'batch', 'batch')).to.deep.equal(['jobs.batch /rules/2/resources/0']);
    expect(inGroups('batch', '*', 'batch')).to.deep.equal(['jobs.batch /rules/2/resources/0']);
    expect(inGroups('batch', 'apps', 'batch')).to.deep.equal([]);
  });

  const most = (groups: number, resources: number): JsonObject =>
    rule(['', ...names(groups - 1, 'g')], ['secrets', ...names(resources - 1, 'r')], seven.slice(0, -1));
  const rest = rule([''], ['secrets'], ['delete', 'deletecollection']);

  for (const [groups, resources] of ordinarySizes) {
    it(`is seen of one of ${groups} groups with ${resources} resources`, () => {
      expect(split(most(groups, resources), rest)).to.deep.equal(['secrets. /rules/1/resources/0']);
    });
  }

  it('is seen beside thousands of rules, and among them where they are about the same groups', () => {
    const halves = thousands(['get', 'list', 'watch', 'create'], 'a');
    const others = thousands(['update', 'patch', 'delete'], 'b');
    const few = halves.slice(0, 4_000);
    const found = split(...few, ...others.slice(0, 4_000), most(9, 10), rest);
    expect(found).to.deep.equal(['secrets. /rules/8001/resources/0']);
    const same = few.map((one) => ({ ...one, verbs: ['update', 'patch', 'delete'] }));
    expect(split(...few, ...same)).to.include('r21.22 groups /rules/7999/resources/21');
  });

  it('is seen in a rule of too many pairs, once for all its groups', () => {
    const [groups, resources] = [names(300, 'g').toSorted(), names(300, 'r')];
    const most = rule(groups, resources, seven.slice(0, -1));
    const rules = [most, rule(groups.toReversed(), resources, ['delete'])];
    const found = [...splitGrants(viewed(...rules))];
    expect(found).to.have.length(1);
    expect(found.map(namesIn)).to.deep.equal([resources.slice(0, 30).join(', ')]);
    expect(found.map(identityOf)).to.deep.equal([JSON.stringify([groups.join(','), ...resources.toSorted()])]);
    expect(split(...rules)).to.include('r7.300 groups /rules/1/resources/7');
    expect(split(most, rule(['apps'], resources, ['delete']))).to.deep.equal([]);
  });

  it('is seen of one resource however many others there are', () => {
    const most = rule(names(300, 'g'), names(300, 'r'), seven.slice(0, -1));
    expect(split(most, rule(['g7'], ['r7'], ['delete']))).to.deep.equal(['r7.g7 /rules/1/resources/0']);
  });

  it('is not seen of a resource of a name that no API has', () => {
    const longest = 'r'.repeat(253);
    const both = (...resources: readonly string[]): readonly string[] =>
      split(rule([''], resources, seven.slice(1)), rule([''], resources, ['get']));
    expect(both(longest, `${longest}r`)).to.deep.equal([`${longest}. /rules/1/resources/0`]);
  });
});

describe('what a role held before', () => {
  const groups = ['', ...names(8, 'g')];
  const resources = ['pods', 'pods/exec', ...names(8, 'r')];

  it('is held where a part of a rule was moved into one of its own, and the other way round', () => {
    const before = viewed(rule(groups, resources, seven));
    const after = viewed(rule(groups, resources.slice(2), seven), rule([''], resources.slice(0, 2), seven));
    expect(holdsEach(before, after)).to.deep.equal([true, true]);
    expect(holdsEach(after, before)).to.deep.equal([false]);
    const all = viewed(rule(groups, resources.slice(2), seven), rule(groups, resources.slice(0, 2), seven));
    expect(holdsEach(all, before)).to.deep.equal([true]);
    expect(holdsEveryVerb(before, 'g7', 'r7')).to.equal(true);
    expect(holdsEveryVerb(before, 'g8', 'r7')).to.equal(false);
  });

  it('is not held by a rule about no group, which grants nothing', () => {
    const before = viewed(rule([], resources, seven));
    expect(holdsEach(before, viewed(rule([''], resources, seven)))).to.deep.equal([false]);
    expect(holdsEach(before, before)).to.deep.equal([false]);
    expect(holdsEveryVerb(before, '', 'pods')).to.equal(false);
  });

  it('is held by rules of too many pairs in any order, and no more than they grant', () => {
    const [many, long] = [names(300, 'g'), names(300, 'r')];
    const before = viewed(rule(many, long, seven.slice(0, 3)), rule(many, long, seven.slice(3)));
    const after = viewed(rule(many.toReversed(), long.toReversed(), seven));
    expect(holdsEach(before, after)).to.deep.equal([true]);
    expect(holdsEach(before, viewed(rule(many, ['r1', 'pods'], seven)))).to.deep.equal([false]);
    expect(holdsEach(before, viewed(rule(many, long, ['*'])))).to.deep.equal([false]);
    expect(holdsEach(before, viewed(rule([...many, 'apps'], long, seven)))).to.deep.equal([false]);
    expect(holdsEach(viewed(rule(['*'], ['*'], ['*'])), after)).to.deep.equal([true]);
  });

  it('is held where the role grows beyond the pairs that are looked at, or shrinks below them', () => {
    const one = rule(groups, resources, seven);
    const two = rule(names(220, 'h'), names(220, 'r'), seven);
    const wide = rule(names(300, 'x'), names(300, 'r'), seven);
    expect(holdsEach(viewed(one, two), viewed(wide, one, two))).to.deep.equal([false, true, true]);
    expect(holdsEach(viewed(wide, one, two), viewed(one, two))).to.deep.equal([true, true]);
    const more = names(5, 'y').map((prefix) => rule(names(200, prefix), names(200, 'r'), seven));
    expect(holdsEach(viewed(two, ...more), viewed(two))).to.deep.equal([true]);
    expect(holdsEach(viewed(two), viewed(two, ...more))).to.deep.equal([true, ...more.map(() => false)]);
  });

  it('is no more than was named where a role has more other verbs than are told apart', () => {
    const on = (...verbs: readonly string[]): JsonObject => rule([''], ['pods'], verbs);
    const others = names(60, 'v');
    const now = viewed(on(...others.slice(0, 20)), on(...others), on('*'));
    expect(holdsEach(viewed(...others.map((verb) => on(verb))), now)).to.deep.equal([true, false, false]);
    expect(holdsEach(viewed(on('*')), now)).to.deep.equal([true, true, true]);
  });

  it('is known of the core group in a role of any length', () => {
    const long = rule(['', ...names(300, 'g')], ['pods/exec', ...names(300, 'r')], ['create']);
    const held = viewed(long, ...thousands(seven, 'a'));
    expect(holdsCoreVerbs(held, 'pods/exec', 1 << seven.indexOf('create'))).to.equal(true);
    expect(holdsCoreVerbs(held, 'pods/exec', EVERY)).to.equal(false);
    expect(holdsCoreVerbs(held, 'pods/attach', 1 << seven.indexOf('create'))).to.equal(false);
    expect(holdsCoreVerbs(viewed(rule(['*'], ['*/exec'], ['*'])), 'pods/exec', EVERY)).to.equal(true);
    expect(holdsCoreVerbs(viewed({ ...long, resourceNames: ['web'] }), 'pods/exec', 1)).to.equal(false);
  });
});

describe('a role of thousands of wide rules', () => {
  /** The least of some tries, in milliseconds: other processes are counted in. */
  const taken = (rules: readonly JsonObject[], before: readonly JsonObject[]): number => {
    const tries = Array.from({ length: 3 }, () => {
      const [now, previous] = [viewed(...rules), viewed(...before)];
      const { user, system } = process.cpuUsage();
      expect([...splitGrants(now)].length + holdsEach(previous, now).length).to.be.at.least(rules.length);
      const used = process.cpuUsage();
      return (used.user + used.system - user - system) / 1000;
    });
    return Math.min(...tries);
  };

  for (const { name, prefix } of [
    { name: 'the same groups', prefix: () => 'g' },
    { name: 'other groups each', prefix: (index: number) => `g${index}-` },
  ]) {
    timed(`takes no longer for each of its rules than a shorter one does, with ${name}`, function () {
      this.timeout(60_000);
      const make = (count: number, turn: number): readonly JsonObject[] =>
        names(count, '').map((_, index) =>
          rule(names(22, prefix(index)), names(22, 'r'), [seven[(index + turn) % 7] ?? '']),
        );
      const few = taken(make(500, 0), make(500, 1));
      expect(taken(make(4_000, 0), make(4_000, 1))).to.be.below(20 * few + 10);
    });
  }
});
