import { expect } from 'chai';
import { compileProfiles } from '../../src/engine/profile.js';
import type { PolicyEntry } from '../../src/engine/profile.js';
import { relatedInForce } from '../../src/engine/related.js';
import { definePolicy } from '../../src/policy/policy.js';
import type { Policy } from '../../src/policy/policy.js';
import type { RelatedName } from '../../src/policy/related.js';
import { workloads } from '../../src/policy/workload.js';

function lookingUp(id: string, related?: readonly RelatedName[]): Policy {
  const words = { title: 'Look', description: 'Because.', remedy: 'Look.', references: [] };
  return definePolicy({
    meta: { id, ...words, category: 'governance', severity: 'low' },
    target: workloads,
    settings: {},
    ...(related && { related }),
    check: () => [],
  });
}

const policies = [
  lookingUp('require-both', ['Role', 'Ingress']),
  lookingUp('require-claim', ['PersistentVolumeClaim']),
  lookingUp('require-nothing'),
];

/** The kinds under profiles with these policies. */
function kindsUnder(...profiles: readonly Readonly<Record<string, PolicyEntry>>[]): readonly RelatedName[] {
  const builtin = Object.fromEntries(profiles.map((entries, index) => [`profile-${index}`, { policies: entries }]));
  return relatedInForce({ policies, ...compileProfiles({ policies, builtin, own: {}, sources: new Set() }) });
}

describe('the kinds that policies in force look up', () => {
  it('are those of all profiles together, each once and sorted', () => {
    expect(kindsUnder({ 'require-both': {} }, { 'require-both': {}, 'require-claim': {} })).to.deep.equal([
      'Ingress',
      'PersistentVolumeClaim',
      'Role',
    ]);
  });

  it('are LimitRanges too where Pods are given anything, which come before', () => {
    const giving = { ...lookingUp('require-gift'), injectable: true } as const;
    const under = (entry: PolicyEntry): readonly RelatedName[] => {
      const builtin = { production: { policies: { 'require-gift': entry } } };
      const sources = new Set<never>();
      return relatedInForce({
        policies: [giving],
        ...compileProfiles({ policies: [giving], builtin, own: {}, sources }),
      });
    };
    expect(under({})).to.deep.equal(['LimitRange']);
    expect(under({ inject: false })).to.deep.equal([]);
  });

  it('are not those of a policy that no profile contains, or that is off in all of them', () => {
    expect(kindsUnder({ 'require-nothing': {}, 'require-claim': { mode: 'off' } })).to.deep.equal([]);
    expect(kindsUnder({ 'require-claim': { mode: 'audit' } })).to.deep.equal(['PersistentVolumeClaim']);
  });
});
