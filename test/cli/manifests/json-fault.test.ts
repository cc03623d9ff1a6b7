import { expect } from 'chai';
import fc from 'fast-check';
import { spansOf } from '../../../src/cli/manifests/json-fault.js';

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** What is wrong with a text that should be one object of JSON. */
function faultOf(text: string): object | undefined {
  const [first, ...more] = [...spansOf(text)];
  const last = more.at(-1) ?? first;
  return last === undefined || 'message' in last ? last : undefined;
}

const NO = 'this is no JSON:';
const faults: readonly (readonly [text: string, offset: number, message: string])[] = [
  ['{"a": 1,}', 8, `${NO} a key in double quotes is wanted here`],
  ['{"a": [1, 2, ]}', 13, `${NO} a value is wanted here`],
  ['{"a": NaN}', 6, `${NO} a value is wanted here`],
  ['{"a": -Infinity}', 6, `${NO} a value is wanted here`],
  ['{"a": 01}', 6, `${NO} a value is wanted here`],
  ["{'a': 1}", 1, `${NO} a key in double quotes or } is wanted here`],
  ['{"a" 1}', 5, `${NO} a colon is wanted here`],
  ['{"a": 1 "b": 2}', 8, `${NO} a comma or } is wanted here`],
  ['{"a": [1 2]}', 9, `${NO} a comma or ] is wanted here`],
  ['{"a": [1}', 8, `${NO} a comma or ] is wanted here`],
  ['{"a": "x\u0001y"}', 8, `${NO} a control character in a text has to be escaped`],
  ['{"a": "x\\q"}', 8, `${NO} there is no such escape sequence`],
  ['{"a": "x', 6, `${NO} this text has no end`],
  ['{"a": ', 6, `${NO} it ends too early`],
  ['{} x', 3, `${NO} nothing more is wanted here`],
  ['{} []', 3, `${NO} nothing more is wanted here`],
  ['{"a": 1}}', 8, `${NO} nothing more is wanted here`],
  ['{} {"a": 1} {"b" 2}', 17, `${NO} a colon is wanted here`],
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
      ...['"a"', 'true', 'null', '1.5', '\\u00e9', '\u0000', '}{'],
    );
    const broken = fc.array(pieces, { maxLength: 12 }).map((all) => all.join(''));
    fc.assert(
      fc.property(fc.oneof(fc.json(), broken), (value) => {
        const text = `{"a":${value}}`;
        const [first, second] = [...spansOf(text)];
        const isWhole = first !== undefined && !('message' in first) && second === undefined;
        expect(isWhole, JSON.stringify(text)).to.equal(isJson(text));
      }),
      { numRuns: 3_000 },
    );
  });

  it('ends the stream, and whatever stands before it is JSON', () => {
    const text = '{"a": "}"}\n{"b": {}}{ }\t{"c" 1}';
    const spans = [...spansOf(text)];
    const read = spans.map((span) => ('message' in span ? span.offset : text.slice(span.start, span.end)));
    expect(read).to.deep.equal(['{"a": "}"}', '{"b": {}}', '{ }', 29]);
  });
});
