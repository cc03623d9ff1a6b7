import { expect } from 'chai';
import { isContainerResource, isDevice } from '../../src/policy/resources.js';

/** A domain of so many characters, none of its labels longer than 63. */
const domain = (length: number): string => 'a.'.repeat(length).slice(0, length - 1) + 'b';

describe('the name of a resource', () => {
  it('is that of a device where its domain leaves room for what a quota puts before it', () => {
    expect(isDevice(`${domain(244)}/gpu`)).to.equal(true);
    expect(isDevice(`${domain(245)}/gpu`)).to.equal(false);
    expect(isContainerResource(`${domain(244)}/gpu`)).to.equal(true);
    expect(isContainerResource(`${domain(245)}/gpu`)).to.equal(false);
  });

  it('may have a domain of 253 characters that is the own one of Kubernetes', () => {
    const [longest, longer] = [240, 241].map((length) => `${domain(length - 1)}.kubernetes.io/gpu`);
    expect(longest).to.have.length(253 + '/gpu'.length);
    expect(isContainerResource(longest ?? '')).to.equal(true);
    expect(isContainerResource(longer ?? '')).to.equal(false);
    expect(isDevice(longest ?? '')).to.equal(false);
  });

  it('is that of no device without a whole domain, with two, or where a quota has been before', () => {
    for (const name of ['gpu', '/gpu', '.a/gpu', '-a.io/gpu', 'A.io/gpu', 'a.io/b/c', 'a.io/', 'requests.a.io/gpu']) {
      expect(isDevice(name), name).to.equal(false);
    }
  });
});
