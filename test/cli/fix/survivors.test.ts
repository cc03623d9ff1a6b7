import { expect } from 'chai';
import { rewrite } from '../../../src/cli/fix/rewrite.js';
import { survivorsOf } from '../../../src/cli/fix/survivors.js';

describe('the items of a list that become those of another', () => {
  for (const [name, before, after, survivors] of [
    ['are the very same ones where the other list only lacks some', 'abcb', 'ab', [0, 1]],
    ['stand where they stood where some are changed', 'abc', 'xbz', [0, 1, 2]],
    ['leave out what goes, though others are changed', 'abc', 'bz', [1, 2]],
    ['leave out what goes, though others come behind', 'abc', 'bcz', [1, 2]],
    ['are changed where nothing is the same', 'ab', 'x', [0]],
    ['are none where nothing is left', 'ab', '', []],
  ] as const) {
    it(name, () => {
      expect(survivorsOf(before.split(/(?:)/), after.split(/(?:)/))).to.deep.equal(survivors);
    });
  }

  it('keep the comments that stand beside them', () => {
    const before = 'a:\n- p # one\n- q # two\n- r # three\n';
    const rewriting = rewrite(before, { a: ['p', 'q', 'r'] }, { a: ['q', 's'] });
    expect(rewriting).to.deep.equal({ text: 'a:\n# one\n- q # two\n- s # three\n' });
  });

  it('are found at once in lists of thousands', () => {
    const before = Array.from({ length: 20_000 }, (_, index) => ({ index }));
    const changed = before.map(({ index }) => ({ index, more: true }));
    expect(survivorsOf(before, changed)).to.have.length(20_000);
    expect(survivorsOf(before, changed.slice(1))).to.have.length(19_999);
  });
});
