import { expect } from 'chai';
import { rewrite, valueOf } from '../../../src/cli/fix/rewrite.js';
import type { Json } from '../../../src/policy/json.js';

/** What a text becomes when it is to say something else. */
function rewritten(text: string, after: Json): string | undefined {
  const rewriting = rewrite(text, valueOf(text), after);
  return 'text' in rewriting ? rewriting.text : undefined;
}

describe('what goes from between brackets', () => {
  it('leaves the comments within it behind what stands before its comma, and apart from that', () => {
    for (const [before, value, after] of [
      ['{a: true, b: { # why\n    c: 1}}\n', { a: true }, '{a: true # why\n          }\n'],
      ['a: {b: [ALL], c: [ # who\n  x]}\n', { a: { b: ['ALL'] } }, 'a: {b: [ALL] # who\n              }\n'],
      ['a: [1, { # what\n  b: 2}, ]\n', { a: [1] }, 'a: [1 # what\n       , ]\n'],
      ['a: [1,{ # what\n  b: 2}, 3]\n', { a: [1, 3] }, 'a: [1, # what\n      3]\n'],
      ['a: [{ # what\n  b: 2}, 3]\n', { a: [3] }, 'a: [ # what\n    3]\n'],
    ] as const) {
      expect(rewritten(before, value)).to.equal(after);
    }
  });

  it('leaves no line without a word, and the comment behind it where it stood', () => {
    for (const [before, value, after] of [
      ['{\n  a: 1, # one\n  b: 2\n}\n', { a: 1 }, '{\n  a: 1, # one\n}\n'],
      ['{\r\n  a: 1, # one\r\n  b: 2,\r\n}\r\n', { a: 1 }, '{\r\n  a: 1, # one\r\n}\r\n'],
      ['{\n  a: 1, # one\n  b: 2 # two\n}\n', { a: 1 }, '{\n  a: 1, # one\n  # two\n}\n'],
      ['[\n  1,\n  2,\n  # why\n  3\n]\n', [1, 3], '[\n  1,\n  # why\n  3\n]\n'],
      ['{\n  a: 1, # one\n  b: 2}\n', { b: 2 }, '{\n  # one\n  b: 2}\n'],
      ['{a: 1, # one\n  b: 2}\n', { a: 1 }, '{a: 1, # one\n  }\n'],
    ] as const) {
      expect(rewritten(before, value)).to.equal(after);
    }
  });
});

describe('what comes between brackets', () => {
  it('comes at once behind a comment of many #, whether a comma stands behind that or not', () => {
    const rule = '# '.repeat(200);
    expect(rewritten(`a: [\n  1 ${rule}\n]\n`, { a: [1, 2] })).to.equal(`a: [\n  1, ${rule}\n  2\n]\n`);
    expect(rewritten(`a: [\n  1 ${rule}\n  ,\n]\n`, { a: [1, 2] })).to.equal(`a: [\n  1 ${rule}\n  ,\n  2,\n]\n`);
  });

  it('stays on its line within seconds where thousands of others stand on it', () => {
    const text = (item: string): string =>
      `{"a": 1,\n"b": [${Array.from({ length: 15_000 }, () => item).join(', ')}]}\n`;
    const mended = text('{"s": {"x": 1}}');
    expect(rewritten(text('{"s": {}}'), valueOf(mended))).to.equal(mended);
  });

  it('leaves a blank behind the colon of an entry without a value', () => {
    for (const [before, value, after] of [
      ['{a: 1, b:  }\n', { a: 1, b: null, c: 2 }, '{a: 1, b: , c: 2 }\n'],
      ['{a: 1, b:\n  }\n', { a: 1, b: null, c: 2 }, '{a: 1, b: , c: 2\n  }\n'],
      ['{\n  b:\n}\n', { b: null, c: 2 }, '{\n  b: ,\n  c: 2\n}\n'],
      ['{\n  b: ,\n}\n', { b: null, c: 2 }, '{\n  b: ,\n  c: 2,\n}\n'],
      ['{b: , c: 2}\n', { b: null }, '{b: }\n'],
      ['{b}\n', { b: null, c: 2 }, '{b, c: 2}\n'],
      ['{a: &x , b: *x}\n', { a: null, b: null, c: 2 }, '{a: &x , b: *x, c: 2}\n'],
    ] as const) {
      expect(rewritten(before, value)).to.equal(after);
    }
  });

  it('has quotes around a question mark, which ends text there to kubectl', () => {
    expect(rewritten('a: [1]\n', { a: [1, 'b?c'] })).to.equal('a: [1, "b?c"]\n');
  });
});
