import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect } from 'chai';
import { describe as describeObject } from '../../src/report/judged.js';
import { finding, named } from './findings.js';
import { timed } from '../timed.js';

describe('describe', () => {
  it('turns edits into a JSON Patch against the object as it is', () => {
    const fix = [{ op: 'set', path: '/spec/resources/limits/memory', value: '1Gi' }] as const;
    const { findings } = describeObject(named('web'), [finding('require-resources', { fix })]);
    expect(findings[0]?.fix).to.deep.equal([
      { op: 'add', path: '/spec/resources', value: { limits: { memory: '1Gi' } } },
    ]);
  });

  it('leaves out a fix that changes nothing', () => {
    const { findings } = describeObject(named('web'), [
      finding('require-x', { fix: [{ op: 'remove', path: '/spec/a' }] }),
    ]);
    expect(findings[0]).not.to.have.property('fix');
  });

  it('names an object by its namespace and name, or by the prefix of its name', () => {
    expect(describeObject(named('web', 'shop'), []).object).to.deep.equal({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      namespace: 'shop',
      name: 'web',
    });
    const nameless = { apiVersion: 'v1', kind: 'Pod', metadata: { generateName: 'job-' } };
    expect(describeObject(nameless, []).object).to.deep.equal({ apiVersion: 'v1', kind: 'Pod', name: 'job-' });
    expect(describeObject({ apiVersion: 'v1', kind: 'Pod', metadata: null }, []).object.name).to.equal('');
  });

  it('asks for the place of what is wrong, and of nothing else', () => {
    const asked: string[] = [];
    const judged = describeObject(named('web'), [finding('require-x', { path: '/spec/a' })], (path) => {
      asked.push(path);
      return { file: 'a.yaml', document: 0, line: 3, column: 1 };
    });
    expect(asked).to.deep.equal(['/spec/a']);
    expect(judged.findings[0]?.source?.line).to.equal(3);
  });

  it('keeps as much of the line as may be shown, and of a fix what it changes in the text', () => {
    const put = { startLine: 4, startColumn: 1, endLine: 4, endColumn: 1, text: '  a: 1\n' };
    const asked: unknown[] = [];
    const fix = [{ op: 'set', path: '/spec/a', value: 1 }] as const;
    const judged = describeObject(
      named('web'),
      [finding('require-x', { fix }), finding('require-y'), finding('require-z', { path: '/spec/data' })],
      {
        file: 'a.yaml',
        locate: () => ({ file: 'a.yaml', document: 0, line: 3, column: 1, text: '  spec:  ' }),
        mend: (edits) => {
          asked.push(edits);
          return [put];
        },
      },
    );
    expect(asked).to.deep.equal([fix]);
    expect(judged.file).to.equal('a.yaml');
    expect(judged.findings.map(({ excerpt, replacements }) => ({ excerpt, replacements }))).to.deep.equal([
      { excerpt: 'spec:', replacements: [put] },
      { excerpt: 'spec:', replacements: undefined },
      { excerpt: undefined, replacements: undefined },
    ]);
    expect(judged.findings[0]?.source).to.deep.equal({ file: 'a.yaml', document: 0, line: 3, column: 1 });
  });

  timed('does not keep a large input in memory for the sake of a name in it', () => {
    setFlagsFromString('--expose-gc');
    const collectGarbage = runInNewContext('gc') as () => void;
    const before = process.memoryUsage().heapUsed;
    const kept = Array.from({ length: 20 }, (_, index) => {
      const text = `${index}${'x'.repeat(4_000_000)}`.toUpperCase();
      return describeObject(named(text.slice(0, 40)), []);
    });
    collectGarbage();
    expect(process.memoryUsage().heapUsed - before).to.be.below(20_000_000);
    expect(kept).to.have.length(20);
  });
});
