import { expect } from 'chai';
import { policies } from '../../../policies/index.js';
import { caveats } from '../../../src/cli/fix/caveats.js';

describe('the caveats of fixes', () => {
  it('belong to policies that there are', () => {
    expect(policies.map(({ meta }) => meta.id)).to.include.members(Object.keys(caveats));
  });
});
