import { expect } from 'chai';
import requireGracefulTermination from '../../policies/require-graceful-termination.js';
import requirePrestopHook from '../../policies/require-prestop-hook.js';
import requireScannedImages from '../../policies/require-scanned-images.js';
import { completeSettings } from '../../src/engine/profile.js';
import type { JsonObject } from '../../src/policy/json.js';
import type { Policy } from '../../src/policy/policy.js';

const refused: readonly (readonly [Policy, JsonObject, RegExp])[] = [
  [requirePrestopHook, { sleepSeconds: 2 ** 53 }, /sleepSeconds.*3600/],
  [requirePrestopHook, { sleepSeconds: 3601 }, /sleepSeconds.*3600/],
  [requirePrestopHook, { drainSeconds: 1e20 }, /drainSeconds.*3600/],
  [requireGracefulTermination, { drainSeconds: 1e20 }, /drainSeconds.*3600/],
  [requireScannedImages, { maxAge: '0s' }, /maxAge.*duration/],
  [requireScannedImages, { maxAge: '0' }, /maxAge.*duration/],
];

describe('the bounds of settings', () => {
  for (const [policy, settings, problem] of refused) {
    it(`refuse ${JSON.stringify(settings)} for ${policy.meta.id}`, () => {
      expect(() => completeSettings(policy, settings)).to.throw(problem);
    });
  }

  it('admit an hour, and an age of a second', () => {
    expect(completeSettings(requirePrestopHook, { sleepSeconds: 3600, drainSeconds: 3600 })).to.deep.equal({
      sleepSeconds: 3600,
      drainSeconds: 3600,
    });
    expect(completeSettings(requireScannedImages, { maxAge: '1s' })).to.have.property('maxAge', '1s');
  });
});
