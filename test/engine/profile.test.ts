import { expect } from 'chai';
import { compileProfiles } from '../../src/engine/profile.js';
import type { ProfileDefinitions } from '../../src/engine/profile.js';
import type { FactName } from '../../src/policy/facts.js';
import { definePolicy } from '../../src/policy/policy.js';
import { workloads } from '../../src/policy/workload.js';
import { requireFlag, samplePolicies } from './sample-policies.js';

const rich = definePolicy({
  meta: { ...requireFlag.meta, id: 'rich' },
  target: workloads,
  settings: {
    limits: {
      type: 'array',
      items: { type: 'string', enum: ['cpu', 'memory'] },
      description: 'Which.',
      default: ['memory'],
    },
    defaults: {
      type: 'object',
      additionalProperties: false,
      properties: {
        cpu: { type: 'string', format: 'quantity', default: '1' },
        memory: { type: 'string', format: 'quantity', default: '1Gi' },
      },
      description: 'How much.',
      default: {},
    },
    until: { type: 'string', format: 'date', description: 'When.', default: '2026-12-31' },
    age: { type: 'string', format: 'duration', description: 'How old.', default: '168h' },
  },
  *check() {
    // What the settings are is all that is tested.
  },
});

const builtin: ProfileDefinitions = {
  baseline: { policies: { rich: {} } },
  production: { extends: 'baseline', policies: { 'require-flag': {}, 'require-evidence': {} } },
  strict: { extends: 'production', policies: { rich: { limits: ['cpu', 'memory'] } } },
};

function compile(own: ProfileDefinitions, sources: readonly FactName[] = []) {
  return compileProfiles({ policies: [...samplePolicies, rich], builtin, own, sources: new Set(sources) });
}

function settingsIn(own: ProfileDefinitions, profile: string, id = 'rich'): unknown {
  const { profiles, problems } = compile(own);
  expect(problems).to.deep.equal([]);
  return profiles.get(profile)?.policies.get(id)?.settings;
}

const defaults = { limits: ['memory'], defaults: { cpu: '1', memory: '1Gi' }, until: '2026-12-31', age: '168h' };

describe('engine/profile', () => {
  it('includes the profile that it extends, and fills in the defaults', () => {
    expect(settingsIn({}, 'production')).to.deep.equal(defaults);
    expect(settingsIn({}, 'strict')).to.deep.equal({ ...defaults, limits: ['cpu', 'memory'] });
  });

  it('adds the operator to a built-in profile, and to all that include it', () => {
    const own = { baseline: { policies: { rich: { defaults: { cpu: '2' } } } } };
    for (const name of ['baseline', 'production']) {
      expect(settingsIn(own, name)).to.deep.equal({ ...defaults, defaults: { cpu: '2', memory: '1Gi' } });
    }
  });

  it('lets a new profile extend another new one', () => {
    const own = {
      payments: { extends: 'team', policies: { rich: { until: '2027-01-01' } } },
      team: { extends: 'production', policies: { rich: { age: '24h' } } },
    };
    expect(settingsIn(own, 'payments')).to.deep.equal({ ...defaults, until: '2027-01-01', age: '24h' });
  });

  it('forgets the settings of a policy that was off', () => {
    const own = {
      team: { extends: 'strict', policies: { rich: false } },
      payments: { extends: 'team', policies: { rich: {} } },
    } as const;
    expect(settingsIn(own, 'payments')).to.deep.equal(defaults);
    expect(settingsIn(own, 'team')).to.equal(undefined);
  });

  it('gives every problem at once, each with its place and the nearest right name', () => {
    const { problems } = compile({
      production: { extends: 'baseline', policies: { rcih: {}, 'require-team': { inject: true } } },
      pay: { policies: {} },
      prod: { extends: 'prodution', policies: {} },
      a: { extends: 'b', policies: {} },
      b: { extends: 'a', policies: {} },
      team: {
        extends: 'strict',
        policies: {
          rich: {
            limits: ['cpu', 'memroy'],
            defautls: {},
            defaults: { cpu: '1K' },
            until: '2026-02-30',
            age: 'a week',
            mode: 'warnn',
          },
          'require-evidence': { mode: 'enforce' },
        },
      },
    });
    expect(problems.map(({ path, message }) => `${path}: ${message}`)).to.have.members([
      '/production/extends: production is built in and extends itself: leave "extends" out',
      '/production/policies/rcih: unknown policy "rcih"; did you mean "rich"?',
      '/production/policies/require-team/inject: require-team has nothing that is safe to inject',
      '/pay: a new profile needs "extends": one of baseline, production, strict, prod, a, b, team',
      '/prod/extends: unknown profile "prodution"; did you mean "production"?',
      '/a/extends: "a" extends itself in a circle',
      '/b/extends: "b" extends itself in a circle',
      '/team/policies/rich/limits/1: "memroy" is none of cpu, memory; did you mean "memory"?',
      '/team/policies/rich/defautls: unknown key "defautls"; did you mean "defaults"?',
      '/team/policies/rich/defaults/cpu: "1K" is not a quantity such as 100m or 1Gi',
      '/team/policies/rich/until: "2026-02-30" is not a date such as 2026-12-31',
      '/team/policies/rich/age: "a week" is not a duration above zero, such as 30m or 168h',
      '/team/policies/rich/mode: "warnn" is none of audit, warn, enforce, off; did you mean "warn"?',
      '/team/policies/require-evidence/mode: require-evidence cannot be enforced without a source of evidence; configure one under "images"',
    ]);
  });

  it('caps a policy without a source at warn, and no other', () => {
    const modeOf = (sources: readonly FactName[], id: string) =>
      compile({}, sources).profiles.get('production')?.policies.get(id)?.mode;
    expect([
      modeOf([], 'require-evidence'),
      modeOf(['images'], 'require-evidence'),
      modeOf([], 'require-flag'),
    ]).to.deep.equal(['warn', 'enforce', 'enforce']);
  });
});
