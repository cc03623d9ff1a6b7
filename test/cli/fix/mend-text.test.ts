import { expect } from 'chai';
import fc from 'fast-check';
import { policies } from '../../../policies/index.js';
import { mendText } from '../../../src/cli/fix/mend-text.js';
import { templateMarkOf } from '../../../src/cli/manifests/template.js';
import { applyEdits } from '../../../src/engine/edit.js';
import { dig } from '../../../src/policy/json.js';
import type { JsonObject } from '../../../src/policy/json.js';
import { definePolicy } from '../../../src/policy/policy.js';
import type { Edit, Policy } from '../../../src/policy/policy.js';
import { workloads } from '../../../src/policy/workload.js';
import { readManifests } from '../../read-manifests.js';
import { oddText, yamlText } from '../manifests/yaml-text.js';
import { courtOf } from './court.js';

/** A policy that has these edits to make as long as something is not as it wants it. */
function wanting(id: string, edits: readonly Edit[], isFine: (object: JsonObject) => boolean): Policy {
  const meta = {
    id,
    title: id,
    description: id,
    category: 'governance',
    severity: 'low',
    remedy: id,
    references: [],
  } as const;
  return definePolicy({
    meta,
    target: workloads,
    settings: {},
    *check({ object }) {
      if (!isFine(object)) yield { path: '', message: id, fix: edits };
    },
  });
}

const pods = fc.constantFrom(
  'kind: Pod\napiVersion: v1\nmetadata: {name: a}\nspec:\n  containers:\n  - name: a # one\n  # the end\n',
  'apiVersion: v1\r\nkind: Pod\r\nmetadata:\r\n    name: "a"\r\nspec:\r\n    securityContext: {}\r\n    containers: [{name: a}]\r\n',
  'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\nspec:\n  template:\n    spec:\n      containers:\n        - args:\n            - |\n              --- run\n\n          name: a\n\n          securityContext:\n\n# end\n',
  '{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a"}, "spec": {"containers": [{"name": "a"}]}}\n',
);
const others = fc.oneof(
  yamlText,
  // A text that ends the stream in the middle of a line would take what follows with it.
  oddText.map((text) => `${text}\n`),
  fc.constantFrom(
    '',
    '# nothing\n',
    '\r\n\r\n',
    'a: [1\n',
    '"open\n',
    'a: |\n  - text\n\n',
    'kind:   Secret\napiVersion: v1\n',
  ),
);

describe('mending the text of a file', function () {
  this.timeout(120_000);
  const privileges = courtOf(policies.filter(({ meta }) => meta.id === 'disallow-privilege-escalation'));

  it('keeps every byte of the documents that it does not touch', async () => {
    const piece = fc.tuple(fc.constantFrom('---\n', '--- # next\r\n', '---\n# next\n'), fc.oneof(pods, others));
    let touched = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(piece, { minLength: 1, maxLength: 6 }),
        fc.constantFrom('', '\uFEFF'),
        async (all, mark) => {
          const pieces = all.map(([head, text]) => `${head}${text}...\n`);
          // What looks like a template has the whole file left alone.
          if (templateMarkOf(pieces.join('')) !== undefined) return;
          const alone = await Promise.all(pieces.map(async (text) => (await mendText(text, privileges)).text));
          const { text } = await mendText(mark + pieces.join(''), privileges);
          expect(text).to.equal(mark + alone.join(''));
          expect((await mendText(text, privileges)).text).to.equal(text);
          for (const [index, [, body]] of all.entries()) {
            if (/^(?:kind: Pod|apiVersion|\{"api)/.test(body)) touched += alone[index] === pieces[index] ? 0 : 1;
            else expect(alone[index]).to.equal(pieces[index]);
          }
        },
      ),
      { numRuns: 300 },
    );
    expect(touched).to.be.greaterThan(50);
  });

  it('makes of overlapping fixes what they make one after the other', async () => {
    const edits: readonly Edit[] = [
      { op: 'set', path: '/spec/a', value: { b: 1, c: 2 } },
      { op: 'set', path: '/spec/a/d/-', value: 'x' },
      { op: 'remove', path: '/spec/a/b' },
      { op: 'set', path: '/spec/a/d/-', value: 'y' },
      { op: 'set', path: '/metadata/labels', value: {} },
    ];
    const made = edits.map((edit, index) =>
      wanting(`require-part-${index}`, [edit], (object) => dig(object, 'spec', 'a') !== undefined),
    );
    const before =
      'apiVersion: v1\nkind: Pod\nmetadata:\n  labels:\n    x: z # why?\nspec: # of the pod\n  containers: []\n';
    const { text, outcomes } = await mendText(before, courtOf(made));
    expect(outcomes[0]?.mended).to.deep.equal(made.map(({ meta }) => meta.id));
    expect(readManifests(text)).to.deep.equal(
      readManifests(before).map((object) => applyEdits(object, edits, { overwrite: true }).object),
    );
    expect(text).to.equal(
      'apiVersion: v1\nkind: Pod\nmetadata:\n  labels: {} # why?\nspec: # of the pod\n  containers: []\n' +
        '  a:\n    c: 2\n    d:\n      - x\n      - "y"\n',
    );
  });

  it('leaves an object alone whose fixes undo one another', async () => {
    const flag = (value: boolean): Policy =>
      wanting(
        `require-${value}`,
        [{ op: 'set', path: '/spec/flag', value }],
        (object) => dig(object, 'spec', 'flag') === value,
      );
    const before = 'apiVersion: v1\nkind: Pod\nspec: {flag: true}\n';
    const { text, outcomes } = await mendText(before, courtOf([flag(true), flag(false)]));
    expect(text).to.equal(before);
    expect(outcomes[0]?.reason).to.equal('its fixes undo one another');
    expect(outcomes[0]?.remaining).to.have.length(1);
  });

  it('mends the items of a List beside one that it has to leave alone', async () => {
    const item = (name: string, containers: string): string =>
      `- {apiVersion: v1, kind: Pod, metadata: {name: ${name}}, spec: {containers: ${containers}}}\n`;
    const [lone, shared] = ['[{name: x}]', '&c [{name: y}], x-same: *c'];
    const fixed = '[{name: x, securityContext: {allowPrivilegeEscalation: false}}]';
    const list = (containers: string): string =>
      `apiVersion: v1\nkind: List\nitems:\n${item('a', containers)}${item('b', shared)}${item('c', containers)}${item('d', containers)}`;
    const { text, outcomes } = await mendText(list(lone), privileges);
    expect(text).to.equal(list(fixed));
    expect(outcomes.map(({ reason }) => reason === undefined)).to.deep.equal([true, false, true, true]);
    expect(outcomes[1]?.position).to.deep.equal({ line: 5, column: 3 });
    expect(outcomes[1]?.mended).to.deep.equal([]);
  });

  it('is done within seconds where a comment stands beside each of hundreds of fixes, and keeps them all', async () => {
    const item = (index: number): string =>
      `- apiVersion: v1\n  kind: Pod\n  metadata: {name: p${index}}\n  spec:\n    containers:\n    - name: a\n      securityContext:\n        capabilities:\n          add: [NET_RAW] # ${index}\n          drop: [ALL]\n`;
    const text = `apiVersion: v1\nkind: List\nitems:\n${Array.from({ length: 300 }, (_, index) => item(index)).join('')}`;
    const court = courtOf(policies.filter(({ meta }) => meta.id === 'require-dropped-capabilities'));
    const { text: mended } = await mendText(text, court);
    expect(mended).not.to.include('NET_RAW');
    expect(mended.match(/# \d+$/gm)).to.have.length(300);
  });

  it('leaves a document alone that has a carriage return alone at the end of a line, and the one behind it as it is', async () => {
    const pod = 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\nspec:\n  containers:\n  - name: a';
    const texts: readonly (readonly [text: string, line: number, column: number])[] = [
      [`${pod}\r---\nkind: Secret\n`, 7, 12],
      [`${pod}\n    # keep\r    image: b\n`, 8, 11],
    ];
    for (const [text, line, column] of texts) {
      const mended = await mendText(text, privileges);
      expect(mended.text).to.equal(text);
      expect(mended.outcomes[0]?.reason).to.match(/^a carriage return alone ends this line; /);
      expect(mended.outcomes[0]?.position).to.deep.equal({ line, column });
    }
  });

  it('says where in the file the reason lies for which a document is left alone', async () => {
    const before = '# first\n---\napiVersion: v1\nkind: Pod\n';
    const reasons: readonly (readonly [text: string, reason: RegExp, line: number, column: number])[] = [
      ['metadata: {name: a}\nspec: {containers: [{name: a}]}\n!!str x: y\n', /^a tag stands before a key/, 7, 7],
      ['x: &c [{name: a}]\nspec:\n  containers: *c\n', /an anchor, an alias or a merge key is shared/, 5, 4],
    ];
    for (const [text, reason, line, column] of reasons) {
      const { outcomes, text: after } = await mendText(before + text, privileges);
      expect(after).to.equal(before + text);
      expect(outcomes[0]?.reason).to.match(reason);
      expect(outcomes[0]?.position, text).to.deep.equal({ line, column });
    }
  });

  it('mends each value of a stream of JSON, on one line and on several, and leaves what is broken', async () => {
    const pod = (name: string, more = ''): string =>
      `{"apiVersion":"v1","kind":"Pod","metadata":{"name":"${name}"},"spec":{"containers":[{"name":"x"${more}}]}}`;
    const fixed = ',"securityContext":{"allowPrivilegeEscalation":false}';
    const { text, errors } = await mendText(`${pod('a')}\n\n${pod('b')}${pod('c')}\n{"a" 1}\n`, privileges);
    expect(text).to.equal(`${pod('a', fixed)}\n\n${pod('b', fixed)}${pod('c', fixed)}\n{"a" 1}\n`);
    expect(errors).to.deep.equal([{ line: 4, column: 6, message: 'this is no JSON: a colon is wanted here' }]);
  });

  it('mends the items of a list of one kind, which say less than others', async () => {
    const before =
      'apiVersion: v1\nkind: PodList\nitems:\n- spec:\n    containers:\n    - name: a\n- spec: {containers: [{name: b}]}\n';
    const { text } = await mendText(before, privileges);
    expect(text).to.equal(
      'apiVersion: v1\nkind: PodList\nitems:\n- spec:\n    containers:\n    - name: a\n      securityContext:\n' +
        '        allowPrivilegeEscalation: false\n' +
        '- spec: {containers: [{name: b, securityContext: {allowPrivilegeEscalation: false}}]}\n',
    );
  });
});
