import { expect } from 'chai';
import fc from 'fast-check';
import { replacementsOf, textChange } from '../../../src/cli/fix/text-change.js';
import type { Edit } from '../../../src/policy/policy.js';
import { documentsOf } from '../../../src/cli/manifests/document.js';
import type { Replacement } from '../../../src/report/judged.js';

/** Makes replacements as a reader of SARIF does: from the last to the first, by lines and columns. */
function apply(text: string, replacements: readonly Replacement[]): string {
  const starts = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
  const offset = (line: number, column: number): number => (starts[line - 1] ?? Number.NaN) + column - 1;
  return replacements.reduceRight(
    (result, { startLine, startColumn, endLine, endColumn, text: put }) =>
      result.slice(0, offset(startLine, startColumn)) + put + result.slice(offset(endLine, endColumn)),
    text,
  );
}

const manifest = `# two containers
kind: Pod
spec:
  containers:
    - name: web   # the shop
      image: nginx
    - {name: log, image: fluent}
`;

function change(text: string, edits: readonly Edit[], linesBefore = 0): readonly Replacement[] | undefined {
  const [document] = documentsOf(text);
  return textChange({ text, value: document?.value ?? null, linesBefore }, '', edits);
}

describe('the change of a text', () => {
  it('puts in lines and nothing else', () => {
    const found = change(manifest, [{ op: 'set', path: '/spec/containers/0/tty', value: true }]);
    expect(found).to.deep.equal([
      { startLine: 7, startColumn: 1, endLine: 7, endColumn: 1, text: '      tty: true\n' },
    ]);
  });

  it('changes no more of a line than it has to', () => {
    const found = change(manifest, [{ op: 'set', path: '/spec/containers/1/tty', value: true }]);
    expect(found).to.deep.equal([{ startLine: 7, startColumn: 32, endLine: 7, endColumn: 32, text: ', tty: true' }]);
  });

  it('counts the lines of the file before the document', () => {
    const found = change(manifest, [{ op: 'set', path: '/spec/containers/0/tty', value: true }], 100);
    expect(found?.[0]?.startLine).to.equal(107);
  });

  it('is one for each place', () => {
    const edits = [0, 1].map((index) => ({ op: 'set', path: `/spec/containers/${index}/tty`, value: true }) as const);
    const found = change(manifest, edits) ?? [];
    const [value] = [...documentsOf(apply(manifest, found))].map((document) => document.value);
    expect(value).to.have.nested.property('spec.containers[0].tty', true);
    expect(value).to.have.nested.property('spec.containers[1].tty', true);
  });

  it('is none of a template, of a text that is very long, and of edits that have no place', () => {
    const edits = [{ op: 'set', path: '/spec/a', value: 1 }] as const;
    expect(change('spec: {b: 1}\n', edits)).to.have.length(1);
    expect(change('spec: {b: "{{ x }}"}\n', edits)).to.equal(undefined);
    expect(change(`spec: {b: 1}\n${'# long\n'.repeat(20_000)}`, edits)).to.equal(undefined);
    expect(change('spec: 1\n', edits)).to.equal(undefined);
  });

  it('makes one text of any other, line by line', () => {
    const lines = fc.array(fc.constantFrom('a', 'b', 'ab', '', 'ü💥'), { maxLength: 8 });
    const texts = fc.tuple(lines, fc.boolean()).map(([all, isEnded]) => all.join('\n') + (isEnded ? '\n' : ''));
    fc.assert(
      fc.property(texts, texts, (before, after) => {
        expect(apply(before, replacementsOf(before, after, 0))).to.equal(after);
      }),
      { numRuns: 500 },
    );
  });
});
