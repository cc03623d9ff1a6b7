import { expect } from 'chai';
import { boundedByRatio } from '../../src/policy/ratio.js';

describe('a limit that may be so many times a request', () => {
  const cases: readonly (readonly [string, string, string, unknown, string])[] = [
    ['memory', '256Mi', '128Mi', 2, '256Mi'],
    ['memory', '256Mi', '100Mi', 2, String(200 * 1024 * 1024)],
    ['memory', '256Mi', '100Mi', 1, '104857600'],
    ['cpu', '500m', '100m', 1.5, '150m'],
    ['cpu', '500m', '1', 3, '500m'],
    ['cpu', '500m', '500u', 1.5, '500u'],
    ['cpu', '500m', '100m', undefined, '500m'],
    ['cpu', '500m', 'x', 2, '500m'],
  ];
  for (const [resource, limit, request, ratio, bounded] of cases) {
    it(`is ${bounded} of ${limit} ${resource} beside ${request}, at most ${String(ratio)} times`, () => {
      expect(boundedByRatio(resource, limit, request, ratio)).to.equal(bounded);
    });
  }

  it('is bounded by no request that is not there', () => {
    expect(boundedByRatio('cpu', '500m', undefined, 2)).to.equal('500m');
  });
});
