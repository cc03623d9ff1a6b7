import { expect } from 'chai';
import fc from 'fast-check';
import { parseQuantity } from '../../src/policy/quantity.js';

const NANO = 1_000_000_000n;

describe('a quantity', () => {
  const exact: readonly (readonly [unknown, bigint])[] = [
    ['0', 0n],
    ['1', NANO],
    ['+1', NANO],
    ['-1', -NANO],
    ['.5', NANO / 2n],
    ['5.', 5n * NANO],
    ['500m', NANO / 2n],
    ['0.5', NANO / 2n],
    ['1u', 1000n],
    ['1n', 1n],
    ['0.1n', 1n],
    ['-0.1n', -1n],
    ['1k', 1000n * NANO],
    ['1e3', 1000n * NANO],
    ['1E3', 1000n * NANO],
    ['1e+3', 1000n * NANO],
    ['1e-3', NANO / 1000n],
    ['1E', 10n ** 18n * NANO],
    ['1Ki', 1024n * NANO],
    ['1Ei', 2n ** 60n * NANO],
    ['0.1Gi', 107_374_182_400_000_000n],
    ['1.5Gi', 3n * 2n ** 29n * NANO],
    ['9007199254740993', 9_007_199_254_740_993n * NANO],
    [2, 2n * NANO],
    [0.25, NANO / 4n],
    [1e21, 10n ** 21n * NANO],
    [-0, 0n],
  ];
  for (const [written, nano] of exact) {
    it(`reads ${JSON.stringify(written)} exactly`, () => {
      expect(parseQuantity(written)).to.equal(nano);
    });
  }

  const wrong = [
    '',
    ' ',
    '1K',
    '1 Mi',
    ' 1',
    '1mi',
    '1Mib',
    '1e',
    '1e3k',
    'e3',
    '.',
    '-',
    '0x10',
    '1_000',
    '1,5',
    '١',
    '1\n',
    'Infinity',
    'NaN',
  ];
  for (const text of [...wrong, null, undefined, true, {}, [], NaN, Infinity]) {
    it(`refuses ${JSON.stringify(text)} (${typeof text})`, () => {
      expect(parseQuantity(text)).to.equal(undefined);
    });
  }

  it('reads an exponent beyond any machine without working for it', () => {
    const huge = parseQuantity('1e999');
    expect(huge).to.equal(parseQuantity('1e60'));
    expect(parseQuantity('1e-999')).to.equal(1n);
  });

  it('refuses digits without end', () => {
    expect(parseQuantity('9'.repeat(1_000_000))).to.equal(undefined);
  });

  it('never throws, whatever the text', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.stringMatching(/^[+-]?\d{0,5}\.?\d{0,5}([eE][+-]?\d*|[a-zA-Z]{0,2})$/)),
        (text) => {
          expect(typeof parseQuantity(text)).to.be.oneOf(['bigint', 'undefined']);
        },
      ),
    );
  });

  it('orders millis and decimals as the numbers that they are', () => {
    fc.assert(
      fc.property(fc.nat(1_000_000), fc.nat(1_000_000), (one, other) => {
        const [a, b] = [parseQuantity(`${one}m`), parseQuantity(other / 1000)];
        if (a === undefined || b === undefined) throw new Error('a number is a quantity');
        expect(a < b).to.equal(one < other);
        expect(a === b).to.equal(one === other);
      }),
    );
  });

  it('knows each binary suffix as 1024 of the one below', () => {
    const suffixes = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];
    fc.assert(
      fc.property(fc.nat(10_000), fc.integer({ min: 1, max: 6 }), (count, power) => {
        const [suffix = '', below = ''] = [suffixes[power], suffixes[power - 1]];
        expect(parseQuantity(`${count}${suffix}`)).to.equal(parseQuantity(`${count * 1024}${below}`));
      }),
    );
  });
});
