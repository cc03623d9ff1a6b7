import { expect } from 'chai';
import fc from 'fast-check';
import { faultOf } from '../../../src/cli/manifests/json-fault.js';

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const NO = 'this is no JSON:';
const faults: readonly (readonly [text: string, offset: number, message: string])[] = [
  ['{"a": 1,}', 8, `${NO} a key in double quotes is wanted here`],
  ['[1, 2, ]', 7, `${NO} a value is wanted here`],
  ['{"a": NaN}', 6, `${NO} a value is wanted here`],
  ['{"a": -Infinity}', 6, `${NO} a value is wanted here`],
  ['{"a": 01}', 6, `${NO} a value is wanted here`],
  ["{'a': 1}", 1, `${NO} a key in double quotes or } is wanted here`],
  ['{"a" 1}', 5, `${NO} a colon is wanted here`],
  ['{"a": 1 "b": 2}', 8, `${NO} a comma or } is wanted here`],
  ['[1 2]', 3, `${NO} a comma or ] is wanted here`],
  ['[1}', 2, `${NO} a comma or ] is wanted here`],
  ['{"a": "x\u0001y"}', 8, `${NO} a control character in a text has to be escaped`],
  ['{"a": "x\\q"}', 8, `${NO} there is no such escape sequence`],
  ['{"a": "x', 6, `${NO} this text has no end`],
  ['{"a": ', 6, `${NO} it ends too early`],
  ['{} x', 3, `${NO} nothing more is wanted here`],
];

describe('what is wrong with JSON', () => {
  for (const [text, offset, message] of faults) {
    it(`is found in ${JSON.stringify(text)}`, () => {
      expect(faultOf(text)).to.deep.equal({ offset, message });
    });
  }

  it('is nothing where JSON.parse finds nothing, and something where it does', () => {
    const pieces = fc.constantFrom(
      ...Array.from('{}[],:"\\-.0123eE+ \n\tnu'),
      '"a"',
      'true',
      'null',
      '1.5',
      '\\u00e9',
      '\u0000',
    );
    const broken = fc.array(pieces, { maxLength: 12 }).map((all) => all.join(''));
    fc.assert(
      fc.property(fc.oneof(fc.json(), broken), (text) => {
        expect(faultOf(text) === undefined, JSON.stringify(text)).to.equal(isJson(text));
      }),
      { numRuns: 3_000 },
    );
  });
});
