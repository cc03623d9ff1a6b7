import { expect } from 'chai';
import { areWithin } from '../../src/policy/url-prefix.js';
import { timed } from '../timed.js';

describe('paths of the server', () => {
  it('are within others by their names, or by what they begin with', () => {
    const paths = ['/a', '/a/b', '/a/*', '/ab', '/b', '/b*', '*', '/', '/*'];
    const means = (path: string, one: string): boolean =>
      path === one || (path.endsWith('*') && one.startsWith(path.slice(0, -1)));
    for (const first of paths) {
      for (const second of paths) {
        for (const one of paths) {
          const expected = means(first, one) || means(second, one);
          expect(areWithin([one], [first, second]), `${one} within ${first} and ${second}`).to.equal(expected);
        }
      }
    }
  });

  it('are nothing where they are no text', () => {
    expect(areWithin([undefined], ['*'])).to.equal(false);
    expect(areWithin([], [])).to.equal(true);
  });

  timed('are looked for in a time that grows with them and not with their square', function () {
    this.timeout(3_000);
    const names = Array.from({ length: 100_000 }, (_, index) => `/n${index}/`);
    expect(
      areWithin(
        names.map((name) => `${name}a`),
        names.map((name) => `${name}*`),
      ),
    ).to.equal(true);
  });
});
