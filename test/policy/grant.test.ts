import { expect } from 'chai';
import { roles } from '../../src/policy/access-rule.js';
import { grantOf, grantsEverything } from '../../src/policy/grant.js';
import type { Json, JsonObject } from '../../src/policy/json.js';
import { relatedKinds } from '../../src/policy/related.js';
import { namesIn, splitGrants } from '../../src/policy/split-grant.js';
import { role } from '../builders.js';
import { timed } from '../timed.js';

const everything = { apiGroups: ['*'], resources: ['*'], verbs: ['*'] };
const halves = [
  { ...everything, verbs: ['get', 'list', 'watch'] },
  { ...everything, verbs: ['create', 'update', 'patch', 'delete'] },
];
const verdict = (rules: Json): boolean => grantsEverything({ ...role(), rules });
const split = (...rules: readonly JsonObject[]): readonly string[] => {
  const view = roles.view(role(...rules), 'Role');
  return view === undefined ? [] : [...splitGrants(view)].map(namesIn);
};

describe('the grant of a role', () => {
  it('is everything by one rule, or by several together', () => {
    expect(verdict([everything])).to.equal(true);
    expect(verdict(halves)).to.equal(true);
    expect(verdict([...halves, 'odd', null])).to.equal(true);
  });

  it('is not everything where a verb is missing, or one is about some objects only', () => {
    expect(verdict([{ ...everything, apiGroups: ['apps'] }])).to.equal(false);
    expect(verdict(halves.slice(1))).to.equal(false);
    expect(verdict(halves.map((half, index) => (index === 0 ? { ...half, resourceNames: ['web'] } : half)))).to.equal(
      false,
    );
    expect(verdict('odd')).to.equal(false);
  });

  it('is kept for others to look up, in one rule however many there are', () => {
    for (const kind of [relatedKinds.Role, relatedKinds.ClusterRole]) {
      const kept = kind.keep(role(...Array.from({ length: 100 }, () => halves).flat()));
      expect(grantsEverything(kept)).to.equal(true);
      expect(kept['rules']).to.have.length(1);
      expect(kind.keep(role(halves[0] ?? {}))['rules']).to.have.length(0);
    }
  });
});

describe('a rule about paths of the server', () => {
  const held = (now: readonly string[], before: readonly string[]): boolean => {
    const [rule, previous] = [now, before].map((nonResourceURLs) =>
      roles.view(role({ nonResourceURLs, verbs: ['*'] }), 'ClusterRole'),
    );
    const [first] = rule?.rules ?? [];
    const [old] = previous?.rules ?? [];
    return first !== undefined && old !== undefined && grantOf(first, previous) === grantOf(old, undefined);
  };
  const now = ['/metrics/cadvisor', '/metrics/pods/*'];

  for (const before of ['/*', '*', '/metrics/*', '/m*']) {
    it(`grants what was granted before within ${before}`, () => {
      expect(held(now, ['/api', before, '/z/*', '/metrics/a/*'])).to.equal(true);
    });
  }

  for (const before of ['/metrics', '/metrics/', '/metrics/pods/*', '/metrics/p', '/n/*']) {
    it(`grants something new beyond ${before}`, () => {
      expect(held(now, [before])).to.equal(false);
    });
  }
});

describe('what several rules grant together', () => {
  const verbs = ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete'];

  it('is told in any order of the rules, a rule about every group included', () => {
    const [some, rest] = [
      { apiGroups: ['apps'], resources: ['deployments'], verbs: verbs.slice(3) },
      { apiGroups: ['*'], resources: ['deployments'], verbs: verbs.slice(0, 3) },
    ];
    expect(split(some, rest)).to.deep.equal(['deployments.apps']);
    expect(split(rest, some)).to.deep.equal(['deployments.apps']);
  });

  it('is left to a rule that grants every verb by itself', () => {
    const one = { apiGroups: [''], resources: ['pods'], verbs };
    expect(split(one, { ...one, verbs: ['get'] })).to.deep.equal([]);
  });

  timed('is found in a time that grows with the role and not with its square', function () {
    this.timeout(5_000);
    const names = Array.from({ length: 20_000 }, (_, index) => `n${index}`);
    const wide = { apiGroups: names, resources: names, verbs: verbs.slice(0, 3) };
    expect(split(wide, { ...wide, verbs: verbs.slice(3) })).to.have.length(1);
    const narrow = names.map((name) => ({ apiGroups: ['', 'apps'], resources: [name], verbs: ['get'] }));
    expect(split(...narrow)).to.deep.equal([]);
  });
});
