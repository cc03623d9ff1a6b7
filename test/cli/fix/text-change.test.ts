import { expect } from 'chai';
import fc from 'fast-check';
import { splicesBetween, tellerOf } from '../../../src/cli/fix/replacements.js';
import { textChange } from '../../../src/cli/fix/text-change.js';
import { applyEdits } from '../../../src/engine/edit.js';
import { isObject } from '../../../src/policy/json.js';
import type { Json, JsonObject } from '../../../src/policy/json.js';
import { pointer } from '../../../src/policy/pointer.js';
import type { Pointer } from '../../../src/policy/pointer.js';
import type { Edit } from '../../../src/policy/policy.js';
import { documentsOf } from '../../../src/cli/manifests/document.js';
import type { Replacement } from '../../../src/report/judged.js';
import { rareText, yamlText } from '../manifests/yaml-text.js';

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

function* pointersOf(node: unknown, at: Pointer): Iterable<Pointer> {
  if (at !== '') yield at;
  if (typeof node !== 'object' || node === null) return;
  for (const [name, child] of Object.entries(node)) yield* pointersOf(child, pointer(at, name));
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
  const wanted = { at: '', edits };
  return textChange({ text, value: document?.value ?? null, linesBefore }, [wanted], { left: 1e6 }).get(wanted);
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

  it('is none of a template, of a text that is too long, and of edits that have no place', () => {
    const edits = [{ op: 'set', path: '/spec/a', value: 1 }] as const;
    expect(change('spec: {b: 1}\n', edits)).to.have.length(1);
    expect(change('spec: {b: "{{ x }}"}\n', edits)).to.equal(undefined);
    expect(change(`spec: {b: 1}\n${'# long\n'.repeat(200_000)}`, edits)).to.equal(undefined);
    expect(change('spec: 1\n', edits)).to.equal(undefined);
  });

  it('says of any text what each finding alone would have it say', () => {
    const edit = fc
      .record({
        where: fc.nat(),
        isGone: fc.boolean(),
        value: fc.constantFrom<Json>(true, 'ALL', ['x'], { a: [1] }, {}),
      })
      .map((wish) => (object: JsonObject): Edit => {
        const all = [...pointersOf(object, '')];
        const path = all[wish.where % all.length] ?? '/new';
        return wish.isGone ? { op: 'remove', path } : { op: 'set', path, value: wish.value };
      });
    let told = 0;
    fc.assert(
      fc.property(fc.oneof(yamlText, rareText), fc.array(edit, { minLength: 1, maxLength: 6 }), (text, make) => {
        const [document] = documentsOf(text);
        const value = document?.value ?? null;
        if (!isObject(value)) return;
        const wanted = make.map((one) => ({ at: '', edits: [one(value)] }));
        const changes = textChange({ text, value, linesBefore: 0 }, wanted, { left: 1e6 });
        for (const one of wanted) {
          const replacements = changes.get(one);
          if (replacements === undefined) continue;
          told++;
          const [changed] = documentsOf(apply(text, replacements));
          expect(changed?.value).to.deep.equal(applyEdits(value, one.edits, { overwrite: true }).object);
        }
      }),
      { numRuns: 400 },
    );
    expect(told).to.be.greaterThan(200);
  });

  it('is found for hundreds of findings without reading the text for each', () => {
    const items = Array.from({ length: 300 }, (_, index) => `- {a: ${index}}\n- b:\n    c: ${index}\n`);
    const text = `shared: &s {d: 1}\nagain: *s\nitems:\n${items.join('')}`;
    const wanted = items.flatMap((_, index) => [
      { at: `/items/${2 * index}`, edits: [{ op: 'set', path: '/x', value: 1 } as const] },
      { at: `/items/${2 * index + 1}`, edits: [{ op: 'set', path: '/b/y', value: 2 } as const] },
    ]);
    const effort = { left: 5 * text.length };
    const [document] = documentsOf(text);
    const changes = textChange({ text, value: document?.value ?? null, linesBefore: 0 }, wanted, effort);
    expect(wanted.filter((one) => changes.get(one)?.length === 1)).to.have.length(600);
    expect(effort.left).to.be.greaterThan(0);
  });

  it('is not looked for again and again where a part stands for places in many objects', () => {
    const text = `x: &x {a: 1}\nitems:\n${'- {b: *x, c: &y {d: 1}, e: *y}\n'.repeat(100)}`;
    const wanted = Array.from({ length: 100 }, (_, index) => ({
      at: `/items/${index}`,
      edits: [{ op: 'set', path: '/b/z', value: 1 } as const],
    }));
    const effort = { left: 100 * text.length };
    const [document] = documentsOf(text);
    const changes = textChange({ text, value: document?.value ?? null, linesBefore: 0 }, wanted, effort);
    expect(changes.size).to.equal(0);
    expect(effort.left).to.be.greaterThan(0);
  });

  it('makes one text of any other, line by line', () => {
    const lines = fc.array(fc.constantFrom('a', 'b', 'ab', '', 'ü💥'), { maxLength: 8 });
    const texts = fc.tuple(lines, fc.boolean()).map(([all, isEnded]) => all.join('\n') + (isEnded ? '\n' : ''));
    fc.assert(
      fc.property(texts, texts, (before, after) => {
        expect(apply(before, tellerOf(before, 0)(splicesBetween(before, after)))).to.equal(after);
      }),
      { numRuns: 500 },
    );
  });
});
