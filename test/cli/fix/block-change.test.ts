import { expect } from 'chai';
import { rewrite, valueOf } from '../../../src/cli/fix/rewrite.js';
import type { Json } from '../../../src/policy/json.js';

/** What a text becomes when it is to say something else. */
function rewritten(text: string, after: Json): string | undefined {
  const rewriting = rewrite(text, valueOf(text), after);
  return 'text' in rewriting ? rewriting.text : undefined;
}

describe('what goes from lines', () => {
  it('leaves the comments below it, and never to text in lines above it, of which they would become a part', () => {
    const text = 'a: |\n  x\n';
    for (const [before, value, after] of [
      [`${text}b:\n  # why\n`, { a: 'x\n' }, `${text}# why\n`],
      [`${text}b: 1\n\n    # why\n  # who\n# end\n`, { a: 'x\n' }, `${text}# why\n# who\n# end\n`],
      ['- c: >-\n    x\n- d\n  # why\n- e\n', [{ c: 'x' }, 'e'], '- c: >-\n    x\n# why\n- e\n'],
      ['a: 1\nb: 2\n  # why\n', { a: 1 }, 'a: 1\n  # why\n'],
    ] as const) {
      expect(rewritten(before, value)).to.equal(after);
    }
  });
});

describe('what takes the place of empty brackets or of null', () => {
  it('stands in lines below its key, with the comments between, and leaves no blank line', () => {
    for (const [before, after] of [
      ['a: {\n    # later\n  } # end\n', 'a:\n    # later\n  # end\n  b: 1\n'],
      ['a: { # later\n}# end\n', 'a: # later\n# end\n  b: 1\n'],
      ['a:\n  # later\n  {}\n', 'a:\n  # later\n  b: 1\n'],
      ['a:\r\n    {}\r\n', 'a:\r\n  b: 1\r\n'],
      ['a:\n    null # later\n', 'a:\n    # later\n  b: 1\n'],
      ['a:\n  ~', 'a:\n  b: 1'],
    ] as const) {
      expect(rewritten(before, { a: { b: 1 } })).to.equal(after);
    }
    expect(rewritten('a: { # later\n  }\n', { a: true })).to.equal('a: # later\n   true\n');
  });
});
