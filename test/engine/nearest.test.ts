import { expect } from 'chai';
import { didYouMean, nearest } from '../../src/engine/nearest.js';

const names = ['baseline', 'production', 'strict'];

describe('engine/nearest', () => {
  for (const [word, wanted] of [
    ['prodution', 'production'],
    ['porduction', 'production'],
    ['STRICT', 'strict'],
    ['bseline', 'baseline'],
    ['payments', undefined],
    ['', undefined],
    ['x'.repeat(10_000), undefined],
  ] as const) {
    it(`takes ${word.slice(0, 20) || 'nothing'} for ${wanted ?? 'no name'}`, () => {
      expect(nearest(word, names)).to.equal(wanted);
    });
  }

  for (const [word, wanted] of [
    ['probes', 'require-probes'],
    ['privileged', 'disallow-privileged-containers'],
    ['disallow-privileged', 'disallow-privileged-containers'],
    ['pro', undefined],
    ['re', undefined],
  ] as const) {
    it(`takes ${word} for ${wanted ?? 'no policy'}, of which it is a part`, () => {
      const ids = ['disallow-host-probes', 'disallow-privileged-containers', 'require-probes', 'require-sound-probes'];
      expect(nearest(word, ids)).to.equal(wanted);
    });
  }

  it('asks only where a name is near', () => {
    expect(didYouMean('strit', names)).to.equal('; did you mean "strict"?');
    expect(didYouMean('zzz', names)).to.equal('');
  });
});
