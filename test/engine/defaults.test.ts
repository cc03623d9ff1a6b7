import { Ajv } from 'ajv';
import { expect } from 'chai';
import { policies } from '../../policies/index.js';
import { builtinProfiles } from '../../src/config/profiles.js';
import { withDefaults } from '../../src/engine/defaults.js';
import { completeSettings } from '../../src/engine/profile.js';
import { isObject } from '../../src/policy/json.js';
import type { JsonObject } from '../../src/policy/json.js';
import type { SettingsSchema } from '../../src/policy/settings.js';

describe('engine/defaults', () => {
  it('fills in what each policy has, as ajv does', () => {
    for (const policy of policies) {
      expect(withDefaults(policy.settings, {}), policy.meta.id).to.deep.equal(completeSettings(policy));
    }
  });

  it('fills in the entries of the shipped profiles, which ajv admits, as ajv does', () => {
    for (const { policies: entries } of Object.values(builtinProfiles)) {
      for (const [id, entry] of Object.entries(entries)) {
        const policy = policies.find(({ meta }) => meta.id === id);
        if (policy === undefined) throw new Error(`no policy ${id}`);
        if (isObject(entry))
          expect(withDefaults(policy.settings, entry), id).to.deep.equal(completeSettings(policy, entry));
      }
    }
  });

  const settings = {
    limits: {
      type: 'object',
      description: 'Limits.',
      default: {},
      properties: { most: { type: 'integer', default: 3 }, least: { type: 'integer' } },
    },
    each: {
      type: 'array',
      description: 'A list.',
      default: [],
      items: { type: 'object', properties: { name: { type: 'string' }, size: { type: 'integer', default: 1 } } },
    },
    named: {
      type: 'object',
      description: 'By name.',
      default: {},
      properties: { one: { type: 'object', properties: { size: { type: 'integer', default: 2 } } } },
      additionalProperties: { type: 'object', properties: { size: { type: 'integer', default: 9 } } },
    },
  } as const satisfies SettingsSchema;

  for (const given of [
    {},
    { limits: { most: 5 } },
    { limits: { least: 0 }, each: [{ name: 'a' }, { size: 4 }] },
    { named: { one: {}, two: {}, three: { size: 1 } } },
  ] as const satisfies readonly JsonObject[]) {
    it(`fills in ${JSON.stringify(given)} to any depth, and leaves what was given as it was`, () => {
      const before = structuredClone(given);
      const filled = withDefaults(settings, given);
      const expected = structuredClone(given);
      new Ajv({ useDefaults: true }).compile({ type: 'object', properties: settings })(expected);
      expect(filled).to.deep.equal(expected);
      expect(given).to.deep.equal(before);
      expect(withDefaults(settings, filled)).to.deep.equal(filled);
    });
  }

  it('hands out no default twice, so that nobody changes it for others', () => {
    expect(withDefaults(settings, {})['limits']).not.to.equal(settings.limits.default);
  });
});
