import { resolve } from 'node:path';
import { expect } from 'chai';
import { applyPatch, structuredPatch } from 'diff';
import pc from 'picocolors';
import { hunksBetween } from '../../../src/cli/fix/hunks.js';
import { createPatchName, unifiedDiff } from '../../../src/cli/fix/unified-diff.js';

const before = '-- a\nb: 1\r\nc: 2\n';
const after = '++ a\nb: 1\r\nc: 2\n';

describe('a unified diff', () => {
  it('is coloured line by line, and no colour runs over the end of one', () => {
    const diff = [...unifiedDiff('k8s/a.yaml', before, after, pc.createColors(true))].join('');
    expect(diff).to.equal(
      '\u001b[1m--- a/k8s/a.yaml\u001b[22m\n\u001b[1m+++ b/k8s/a.yaml\u001b[22m\n\u001b[36m@@ -1,3 +1,3 @@\u001b[39m\n' +
        '\u001b[31m--- a\u001b[39m\n\u001b[32m+++ a\u001b[39m\n b: 1\r\n c: 2\n',
    );
  });

  it('names files from the folder that it is made in, or else from the root', () => {
    const names = (...files: readonly string[]): readonly string[] =>
      files.map(
        createPatchName(
          files.map((file) => resolve('/home/shop', file)),
          '/home/shop',
        ),
      );
    expect(names('./k8s/a.yaml', '/home/shop/b.yaml', '..c.yaml')).to.deep.equal(['k8s/a.yaml', 'b.yaml', '..c.yaml']);
    expect(names('k8s/a.yaml', '../b.yaml', '/c.yaml')).to.deep.equal([
      'home/shop/k8s/a.yaml',
      'home/b.yaml',
      'c.yaml',
    ]);
  });

  it('is nothing but text without colours', () => {
    const diff = [...unifiedDiff('a.yaml', before, after, pc.createColors(false))].join('');
    expect(diff).to.equal('--- a/a.yaml\n+++ b/a.yaml\n@@ -1,3 +1,3 @@\n--- a\n+++ a\n b: 1\r\n c: 2\n');
  });

  it('is made within seconds of thousands of changes, and leads to what it should', () => {
    const pod = (index: number): string => `- kind: Pod\n  name: p${index}\n  spec:\n    image: x\n`;
    const pods = Array.from({ length: 3000 }, (_, index) => pod(index));
    const [many, mended] = [pods, pods.map((one) => one.replace('image: x', 'a: 1\n    b: 2\n    c: 3'))].map(
      (all) => `items:\n${all.join('')}# end`,
    );
    const diff = [...unifiedDiff('a.yaml', many ?? '', mended ?? '', pc.createColors(false))].join('');
    expect(applyPatch(many ?? '', diff)).to.equal(mended);
    expect(diff.match(/^[-+] /gm)).to.have.length(12_000);
  });

  it('is no other than the shortest where lines are told apart', () => {
    const lines = Array.from({ length: 60 }, (_, index) => `line ${index}\n`);
    const changed = lines.flatMap((line, index) =>
      index % 13 === 5 ? [] : index % 17 === 3 ? [line, 'more\n'] : line,
    );
    const texts = [lines.join(''), `${changed.join('')}end`] as const;
    expect(hunksBetween(...texts, 3)).to.deep.equal(
      structuredPatch('a', 'b', ...texts, undefined, undefined, { context: 3 }).hunks,
    );
  });
});
