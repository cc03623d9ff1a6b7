import { expect } from 'chai';
import { describe as describeObject } from '../../src/report/judged.js';
import { finding, named } from './findings.js';

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
        locate: () => ({ file: 'a.yaml', document: 0, line: 3, column: 1 }),
        lineAt: (line) => (line === 3 ? '  spec:  ' : undefined),
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
});
