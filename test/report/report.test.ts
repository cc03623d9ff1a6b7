import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect } from 'chai';
import { describe as describeObject } from '../../src/report/judged.js';
import type { Judged } from '../../src/report/judged.js';
import { report } from '../../src/report/report.js';
import { finding, judgedWith, named } from './findings.js';
import { timed } from '../timed.js';

function* made<T>(makers: Iterable<() => T>): Iterable<T> {
  for (const make of makers) yield make();
}

async function order(judged: readonly Judged[]): Promise<readonly string[]> {
  const { entries } = await report(judged, []);
  return entries.map(({ object, finding: { path, policy } }) => `${object.name}${path} ${policy.id}`);
}

describe('report', () => {
  it('sorts by file and document, then by path, then by policy', async () => {
    const at = (file: string, document: number) => () => ({ file, document, line: 1, column: 1 });
    const found = [
      finding('require-b', { path: '/b' }),
      finding('require-b', { path: '/a' }),
      finding('require-a', { path: '/b' }),
    ];
    const judged = [
      describeObject(named('z'), found, at('b.yaml', 0)),
      describeObject(named('y'), found.slice(0, 1), at('a.yaml', 10)),
      describeObject(named('x'), found.slice(0, 1), at('a.yaml', 9)),
    ];
    expect(await order(judged)).to.deep.equal([
      'x/b require-b',
      'y/b require-b',
      'z/a require-b',
      'z/b require-a',
      'z/b require-b',
    ]);
  });

  it('sorts by namespace, kind and name what comes from a cluster', async () => {
    const found = [finding('require-a', { path: '' })];
    const pod = { ...named('a', 'b'), kind: 'Pod' };
    const objects = [named('b', 'b'), pod, named('a', 'b'), named('z', 'a'), named('y')];
    const names = await order(objects.map((object) => describeObject(object, found)));
    expect(names.map((name) => name.charAt(0)).join('')).to.equal('yzaba');
  });

  it('counts objects and modes, and reads what comes one by one', async () => {
    async function* all(): AsyncIterable<Judged> {
      yield judgedWith(['high', 'enforce'], ['low', 'warn']);
      yield await Promise.resolve(judgedWith());
      yield judgedWith(['low', 'audit']);
    }
    const { summary, faulty } = await report(all(), []);
    expect(summary.objects).to.equal(3);
    expect(summary.findings).to.deep.equal({ enforce: 1, warn: 1, audit: 1, waived: 0 });
    expect(faulty).to.equal(2);
  });

  it('leaves less severe findings out of everything', async () => {
    const { summary, entries } = await report([judgedWith(['high', 'warn'], ['medium', 'enforce'])], [], {
      minSeverity: 'high',
    });
    expect(entries).to.have.length(1);
    expect(summary).to.deep.equal({
      objects: 1,
      findings: { enforce: 0, warn: 1, audit: 0, waived: 0 },
      score: 90,
    });
  });

  it('cuts the list after a number of findings, and counts them all', async () => {
    const { summary, entries, omitted } = await report([judgedWith(['low', 'enforce'], ['low', 'enforce'])], [], {
      maxFindings: 1,
    });
    expect([entries.length, omitted, summary.findings.enforce]).to.deep.equal([1, 1, 2]);
  });

  it('keeps the first findings of many, whatever order they come in', async () => {
    const names = Array.from({ length: 25_000 }, (_, index) =>
      named(`object-${String((index * 7) % 25_000).padStart(5, '0')}`),
    );
    const found = [finding('require-a', { path: '' })];
    const judged = names.map((object) => describeObject(object, found));
    const { summary, entries, omitted } = await report(judged, [], { maxFindings: 3 });
    expect(entries.map(({ object }) => object.name)).to.deep.equal(['object-00000', 'object-00001', 'object-00002']);
    expect([omitted, summary.findings.enforce]).to.deep.equal([24_997, 25_000]);
  });

  it('keeps the names of objects without findings for JUnit XML alone', async () => {
    const judged = [judgedWith(), judgedWith(['low', 'warn']), judgedWith(['low', 'warn'])];
    expect((await report(judged, [], { format: 'json' })).clean).to.deep.equal([]);
    const { clean } = await report(judged, [], { format: 'junit', minSeverity: 'high' });
    expect(clean.map(({ object }) => object.name)).to.deep.equal(['a', 'a', 'a']);
  });

  it('lists errors that come up while the objects are read', async () => {
    const errors = [{ file: 'b.yaml', message: 'x' }];
    function* judged(): Iterable<Judged> {
      errors.push({ file: 'a.yaml', message: 'y' });
      yield judgedWith();
    }
    expect((await report(judged(), errors)).errors.map(({ file }) => file)).to.deep.equal(['a.yaml', 'b.yaml']);
  });

  for (const [what, found] of [
    ['that is sound', []],
    ['with a finding', [finding('require-x')]],
  ] as const) {
    timed(`does not keep a large input in memory for the sake of a name in it ${what}`, async () => {
      setFlagsFromString('--expose-gc');
      const collectGarbage = runInNewContext('gc') as () => void;
      const before = process.memoryUsage().heapUsed;
      const judged = Array.from({ length: 20 }, (_, index) => () => {
        const text = `${index}${'x'.repeat(4_000_000)}`.toUpperCase();
        return describeObject(named(text.slice(0, 40)), found);
      });
      const { clean, entries } = await report(made(judged), [], { format: 'junit' });
      collectGarbage();
      expect(process.memoryUsage().heapUsed - before).to.be.below(20_000_000);
      expect([...clean, ...entries]).to.have.length(20);
    });
  }
});

describe('the score', () => {
  const cases: readonly [string, readonly Judged[], number][] = [
    ['is 100 without objects', [], 100],
    ['is 100 when nothing is found', [judgedWith()], 100],
    ['falls by the severity of what is enforced', [judgedWith(['critical', 'enforce'])], 60],
    ['falls by half of that for a warning', [judgedWith(['critical', 'warn'])], 80],
    ['is the average of the objects, rounded down', [judgedWith(['low', 'audit']), judgedWith(), judgedWith()], 99],
    ['never falls below 0', [judgedWith(...Array.from({ length: 5 }, () => ['critical', 'enforce'] as const))], 0],
  ];
  for (const [name, judged, score] of cases) {
    it(name, async () => {
      expect((await report(judged, [])).summary.score).to.equal(score);
    });
  }

  it('counts a policy once for each object', async () => {
    const twice = describeObject(named('web'), [
      finding('require-a', { path: '/a', mode: 'warn' }),
      finding('require-a', { path: '/b' }),
    ]);
    expect((await report([twice], [])).summary.score).to.equal(80);
  });
});
