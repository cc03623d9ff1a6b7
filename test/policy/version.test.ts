import { expect } from 'chai';
import { isAtLeast, parseVersion } from '../../src/policy/version.js';

describe('a Kubernetes version', () => {
  for (const text of ['1.34', 'v1.34', '1.34.2', 'v1.34.2-eks-1', '1.34+']) {
    it(`reads ${text}`, () => {
      expect(parseVersion(text)).to.deep.equal({ major: 1, minor: 34 });
    });
  }

  for (const text of ['', '1', 'auto', '1.x', '1.34x', ' 1.34']) {
    it(`refuses ${JSON.stringify(text)}`, () => {
      expect(parseVersion(text)).to.equal(undefined);
    });
  }

  it('is compared as numbers and not as text', () => {
    expect(isAtLeast({ major: 1, minor: 9 }, 30)).to.equal(false);
    expect(isAtLeast({ major: 1, minor: 30 }, 30)).to.equal(true);
    expect(isAtLeast({ major: 2, minor: 0 }, 30)).to.equal(true);
  });
});
