import { expect } from 'chai';
import fc from 'fast-check';
import { readFast } from '../../src/cli/manifests/fast-yaml.js';
import { parseYaml } from '../../src/config/yaml.js';

function read(text: string): unknown {
  const [document] = [...parseYaml(text)];
  return document?.problems.length === 0 ? document.value : document?.problems[0]?.message;
}

/** Documents with a block, in the places where one may stand, with what may stand below it. */
const documents = fc
  .record({
    place: fc.constantFrom(
      ...[
        'a: @b: 1\n',
        'a:\n  c: @  d: 1\n',
        '- @- b\n',
        'a:\n- k: @  d: 1\n',
        'a:\n  &x k: @  d: 1\n',
        '? a\n: @b: 1\n',
      ],
      ...['- - @  - 1\n', 'a: @', 'a:\n- @ # c\n- b\n', 'a: @# c\nb: 1\n', 'a: !!str @   # c\nb: 1\n'],
    ),
    header: fc.tuple(fc.constantFrom('|', '>'), fc.constantFrom('', '1', '2', '3'), fc.constantFrom('', '+', '-')),
    lines: fc.array(
      fc.constantFrom(
        ...['', ' ', '  ', '   ', '    ', '      '],
        ...[' x', '  x', '   x', '    x', '   #', '  \ty', '   - z'],
      ),
      { maxLength: 5 },
    ),
    end: fc.constantFrom('\n', '\r\n'),
    isWhole: fc.boolean(),
  })
  .map(({ place, header, lines, end, isWhole }) => {
    const text = place.replace('@', () => [header.join(''), ...lines, ''].join('\n')).replaceAll('\n', end);
    return isWhole ? text : text.slice(0, -end.length);
  });

describe('the text of a block', () => {
  it('ends with the lines of blanks that kubectl takes for a part of it', () => {
    const cases = {
      'a: |2\n    x\n   \nb: 1\n': { a: '  x\n \n', b: 1 },
      'a: |1\n  ': { a: ' \n' },
      'a: >1-\n  \n\n   \n': { a: ' \n\n  ' },
      'a: |+\n\n ': { a: '\n\n' },
      'a: |2+\n ': { a: '\n' },
      'a:\n  &x k: |1\n     \n': { a: { k: '  \n' } },
      'a: |\n  \n # c\nb: 1\n': { a: '', b: 1 },
      'a: |2-\n  x\n     \n\n# c\nb: 1\n': { a: 'x\n   ', b: 1 },
      'a: >2\n    x\n  y\n  z\n\n  q\n   \nb: 1\n': { a: '  x\ny z\nq\n \n', b: 1 },
    };
    for (const [text, value] of Object.entries(cases)) expect(read(text), text).to.deep.equal(value);
  });

  it('is the same to both readers', () => {
    let count = 0;
    fc.assert(
      fc.property(documents, (text) => {
        const fast = readFast(text);
        if (fast === undefined) return;
        expect(read(text), text).to.deep.equal(fast.value);
        count++;
      }),
      { numRuns: 4000, seed: 4 },
    );
    expect(count).to.be.greaterThan(1500);
  });
});
