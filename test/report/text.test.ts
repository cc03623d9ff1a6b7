import { expect } from 'chai';
import { describe as describeObject } from '../../src/report/judged.js';
import type { Judged, Prognosis, Source } from '../../src/report/judged.js';
import { finding, named } from './findings.js';
import { coloured, hostile, matchGolden, print, rendered, sourced, unsourced } from './rendering.js';
import { timed } from '../timed.js';

/** One finding at a line of a file. */
function at(line: number, text: string, message = 'something is wrong'): Judged {
  const source = { file: 'a.yaml', document: 0, line, column: 1 };
  return describeObject(named('web'), [finding('require-x', { message })], {
    file: 'a.yaml',
    locate: () => source,
    lineAt: () => text,
  });
}

describe('the report as text', () => {
  it('is as it always was', async () => {
    matchGolden('report.txt', await print([sourced], 'text'));
  });

  it('names the field of what comes from a cluster', async () => {
    expect(await print([unsourced], 'text', { failed: [] })).to.include('something is wrong (spec.x[0].y)');
  });

  it('says so when nothing is found', async () => {
    expect(await print([describeObject(named('web'), [])], 'text', { failed: [] })).to.equal(
      '1 object judged: nothing found, score 100 of 100\n',
    );
  });

  it('says how many findings it left out', async () => {
    expect(await print([sourced], 'text', { maxFindings: 1 })).to.include('and 2 more, not shown here');
  });

  it('quotes a line once for all findings that are about it', async () => {
    const source = { file: 'a.yaml', document: 0, line: 3, column: 5 };
    const found = ['require-a', 'require-b'].map((id) => finding(id));
    const origin = { file: 'a.yaml', locate: () => source, lineAt: () => '  - name: web  ' };
    const text = await print([describeObject(named('web'), found, origin)], 'text', { failed: [] });
    expect(text.match(/\| - name: web\n/g)).to.have.length(1);
  });

  it('says how many findings seaworthy fix mends, of files alone', async () => {
    expect(await print([sourced], 'text')).to.include('\nseaworthy fix mends 1 of them; --dry-run shows how\n');
    const fix = [{ op: 'set', path: '/spec/a', value: 1 }] as const;
    const ofCluster = describeObject(named('web'), [finding('require-a', { fix })]);
    expect(await print([ofCluster], 'text'))
      .to.include('fix: set spec.a to 1')
      .and.not.to.include('seaworthy fix');
    expect(await print([rendered], 'text'))
      .to.include('    7:3  ')
      .and.not.to.include('seaworthy fix');
    const template = { file: 'a.yaml', document: 0, line: 1, column: 1, isLeftAlone: true };
    const ofTemplate = describeObject(named('web'), [finding('require-a', { fix })], () => template);
    expect(await print([ofTemplate], 'text'))
      .to.include('a.yaml\n')
      .and.not.to.include('seaworthy fix');
    const piped = describeObject(named('web'), [finding('require-a', { fix })], () => ({
      file: '-',
      document: 0,
      line: 1,
      column: 1,
    }));
    expect(await print([piped], 'text'))
      .to.include('standard input\n')
      .and.not.to.include('seaworthy fix');
  });

  it('says of what nobody had the time to try that seaworthy fix may mend it, and no more', async () => {
    const fix = [{ op: 'set', path: '/spec/a', value: 1 }] as const;
    const locate = (): Source => ({ file: 'a.yaml', document: 0, line: 1, column: 1 });
    const foreseen = (prognosis: Prognosis): Judged =>
      describeObject(named('web'), [finding('require-a', { fix })], {
        file: 'a.yaml',
        locate,
        foresee: () => prognosis,
      });
    expect(await print([foreseen('untried')], 'text')).to.include(
      '\nseaworthy fix may mend some of them; --dry-run shows which\n',
    );
    expect(await print([foreseen('untried'), foreseen('by hand'), sourced], 'text')).to.include(
      '\nseaworthy fix mends at least 1 of them; --dry-run shows how\n',
    );
    expect(await print([foreseen('by hand')], 'text')).not.to.include('seaworthy fix');
  });

  it('shows escape sequences and line breaks in names instead of obeying them', async () => {
    const evil = named('web\u001b]0;owned\u0007\nnothing found');
    const file = 'a\u001b[2J.yaml';
    const judged = describeObject(evil, [finding('require-x', { message: 'bad \u001b[31m' })], {
      file,
      locate: () => ({ file, document: 0, line: 1, column: 1 }),
      lineAt: () => 'kind: \u001b[2J\u009b',
    });
    const text = await print([judged], 'text', { failed: [] });
    // eslint-disable-next-line no-control-regex -- these are what must not be there
    expect(text).not.to.match(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
    expect(text.split('\n')).to.have.length(9);
  });

  it('keeps its lines short and its number of lines small whatever the names are', async () => {
    const text = await print(hostile, 'text', { failed: [] });
    // Each has a file, an object, a finding, a remedy and an empty line; two lines end the report, and one is empty.
    expect(text.split('\n')).to.have.length(5 * hostile.length + 3);
    for (const line of text.split('\n')) expect(line.length).to.be.below(700);
  });

  it('is coloured only when it is told to be', async () => {
    const text = await print([sourced], 'text', { setting: coloured });
    expect(text).to.include('\u001b[');
    // eslint-disable-next-line no-control-regex -- colours are control sequences
    expect(text.replaceAll(/\u001b\[\d+m/g, '')).to.equal(await print([sourced], 'text'));
  });

  timed('groups ten thousand findings in a moment', async () => {
    const many = Array.from({ length: 10_000 }, (_, index) => at(index + 1, 'kind: Deployment'));
    const start = performance.now();
    const text = await print(many, 'text', { failed: [] });
    expect(text).to.include('10000 objects judged: 10000 findings in 10000 objects');
    expect(performance.now() - start).to.be.below(5_000);
  });
});
