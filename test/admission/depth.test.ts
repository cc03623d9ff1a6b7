import { expect } from 'chai';
import { isDeeperThan } from '../../src/admission/depth.js';

describe('the depth of JSON text', () => {
  const depths: readonly (readonly [string, number])[] = [
    ['1', 0],
    ['{}', 1],
    ['[{"a":[1]},{"b":{}}]', 3],
    ['"[[[["', 0],
    [String.raw`["\"[[[", "\\", "\\\"{{"]`, 1],
    [String.raw`{"a\\":{"b":[]}}`, 3],
    ['"unfinished [[[', 0],
  ];
  for (const [text, depth] of depths) {
    it(`is ${depth} in ${text}`, () => {
      expect(isDeeperThan(text, depth)).to.equal(false);
      if (depth > 0) expect(isDeeperThan(text, depth - 1)).to.equal(true);
    });
  }
});
