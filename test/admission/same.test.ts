import { expect } from 'chai';
import fc from 'fast-check';
import { isSame, isUntouched } from '../../src/admission/same.js';
import type { JsonObject } from '../../src/policy/json.js';

describe('comparing JSON', () => {
  it('agrees with its text, for any value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => isSame(value, JSON.parse(JSON.stringify(value)))),
      { numRuns: 300 },
    );
  });

  const different: readonly (readonly [unknown, unknown])[] = [
    [1, '1'],
    [
      [1, 2],
      [1, 3],
    ],
    [[1], [1, 2]],
    [{ a: 1 }, { a: 2 }],
    [{ a: 1 }, { b: 1 }],
    [{}, { a: 0 }],
    [[], {}],
    [{ a: { b: [{ c: 1 }] } }, { a: { b: [{ c: 2 }] } }],
  ];
  for (const [one, other] of different) {
    it(`tells ${JSON.stringify(one)} from ${JSON.stringify(other)}`, () => {
      expect(isSame(one, other)).to.equal(false);
      expect(isSame(other, one)).to.equal(false);
    });
  }

  it('takes null for absent', () => {
    expect(isSame({ a: null, b: 1 }, { b: 1 })).to.equal(true);
  });

  it('finds no field on a prototype', () => {
    expect(isSame(JSON.parse('{"__proto__":{}}'), {})).to.equal(false);
    expect(isSame({ constructor: {} }, {})).to.equal(false);
  });

  it('goes as deep as it has to', () => {
    const deep = (): unknown => JSON.parse('['.repeat(100_000) + ']'.repeat(100_000));
    expect(isSame(deep(), deep())).to.equal(true);
  });
});

describe('an update', () => {
  const object = { metadata: { name: 'a' }, spec: { a: 1 }, status: { b: 1 } };
  const touches = (more: JsonObject): boolean => !isUntouched({ ...object, ...more }, object);

  it('touches nothing in metadata and status', () => {
    expect(touches({ metadata: { labels: {} }, status: null })).to.equal(false);
  });

  it('touches a field that is changed, added or taken away', () => {
    for (const more of [{ spec: { a: 2 } }, { data: 'x' }, { spec: null }]) expect(touches(more)).to.equal(true);
  });
});
