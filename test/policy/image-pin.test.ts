import { expect } from 'chai';
import { pinFaultOf } from '../../src/policy/image-pin.js';

const digest = `sha256:${'0'.repeat(64)}`;

describe('the pin of an image', () => {
  it('is a tag other than latest, or a digest behind any tag', () => {
    for (const image of ['nginx:1.29', `nginx@${digest}`, `nginx:latest@${digest}`]) {
      expect(pinFaultOf(image, false), image).to.equal(undefined);
    }
  });

  it('lacks where there is no tag, or latest, or no image at all', () => {
    expect(pinFaultOf('registry:443/app', false)).to.equal('has no tag');
    expect(pinFaultOf('nginx:latest', false)).to.equal('is latest, not a version');
    expect(pinFaultOf(undefined, false)).to.equal('is no image reference');
  });

  it('is a digest and nothing else where one is demanded', () => {
    expect(pinFaultOf('nginx:1.29', true)).to.equal('has no digest');
    expect(pinFaultOf(`nginx:1.29@${digest}`, true)).to.equal(undefined);
  });
});
