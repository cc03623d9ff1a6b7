import { readFileSync, writeFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { expect } from 'chai';
import pc from 'picocolors';
import { render } from '../../src/report/format.js';
import type { Format } from '../../src/report/format.js';
import { describe as describeObject } from '../../src/report/judged.js';
import type { Judged } from '../../src/report/judged.js';
import { report } from '../../src/report/report.js';
import type { ReadError, Report } from '../../src/report/report.js';
import { finding, named } from './findings.js';

const schema = JSON.parse(readFileSync('docs/findings.schema.json', 'utf8')) as object;
const validate = new Ajv({ strict: true, strictRequired: false }).compile(schema);
const plain = pc.createColors(false);

const sourced = describeObject(
  named('web', 'shop'),
  [
    finding('require-resources', {
      container: 'web',
      path: '/spec/a',
      fix: [{ op: 'set', path: '/spec/a', value: 1 }],
    }),
    finding('require-resources', { container: 'log', path: '/spec/b', mode: 'warn', severity: 'medium' }),
    finding('require-pinned-images', { path: '', message: 'nothing is pinned' }),
  ],
  (path) => ({ file: 'k8s/web.yaml', document: 0, line: path === '' ? 1 : 14, column: 9 }),
);
const unsourced = describeObject(named('api'), [finding('require-probes', { path: '/spec/x/0/y' })]);
const errors: readonly ReadError[] = [
  { file: 'k8s/broken.yaml', line: 3, column: 1, message: 'this is not YAML' },
  { file: 'gone.yaml', message: 'no such file or folder' },
];

async function print(judged: readonly Judged[], format: Format, failed = errors): Promise<string> {
  return [...render(await report(judged, failed), format, plain)].join('');
}

/** Compares with a golden file, or rewrites it with UPDATE_GOLDEN=1. */
function matchGolden(name: string, text: string): void {
  const file = `test/fixtures/golden/${name}`;
  if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(file, text);
  expect(text).to.equal(readFileSync(file, 'utf8'));
}

describe('the report as JSON', () => {
  it('is as it always was', async () => {
    matchGolden('report.json', await print([sourced], 'json'));
  });

  for (const [name, judged, failed] of [
    ['with findings of files, and errors', [sourced], errors],
    ['with findings of a cluster', [unsourced], []],
    ['with nothing at all', [], []],
  ] as const) {
    it(`keeps to its schema ${name}`, async () => {
      const value: unknown = JSON.parse(await print(judged, 'json', failed));
      expect(validate(value), JSON.stringify(validate.errors)).to.equal(true);
    });
  }

  it('is refused by its schema once a finding has a key too many or too few', async () => {
    const text = await print([sourced], 'json');
    expect(validate(JSON.parse(text.replace('"remedy"', '"remedi"')))).to.equal(false);
    expect(validate(JSON.parse(text.replace('"mode":"warn"', '"mode":"deny"')))).to.equal(false);
    expect(validate(JSON.parse(text.replace('"line":14,', '')))).to.equal(false);
  });

  it('is the same bytes whatever order the objects come in', async () => {
    expect(await print([unsourced, sourced], 'json')).to.equal(await print([sourced, unsourced], 'json'));
  });
});

describe('the report as text', () => {
  it('is as it always was', async () => {
    matchGolden('report.txt', await print([sourced], 'text'));
  });

  it('names the field of what comes from a cluster', async () => {
    expect(await print([unsourced], 'text', [])).to.include('something is wrong (spec.x[0].y)');
  });

  it('says so when nothing is found', async () => {
    expect(await print([describeObject(named('web'), [])], 'text', [])).to.equal(
      '1 object judged: nothing found, score 100 of 100\n',
    );
  });

  it('says how many findings it left out', async () => {
    const cut: Report = await report([sourced], [], { maxFindings: 1 });
    expect([...render(cut, 'text', plain)].join('')).to.include('and 2 more, not shown here');
  });

  it('shows escape sequences and line breaks in names instead of obeying them', async () => {
    const evil = named('web\u001b]0;owned\u0007\nnothing found');
    const judged = describeObject(evil, [finding('require-x', { message: 'bad \u001b[31m' })], () => ({
      file: 'a\u001b[2J.yaml',
      document: 0,
      line: 1,
      column: 1,
    }));
    const text = await print([judged], 'text', []);
    // eslint-disable-next-line no-control-regex -- these are what must not be there
    expect(text).not.to.match(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
    expect(text.split('\n')).to.have.length(8);
  });

  it('is coloured only when it is told to be', async () => {
    const found = await report([sourced], []);
    const coloured = [...render(found, 'text', pc.createColors(true))].join('');
    expect(coloured).to.include('\u001b[');
    // eslint-disable-next-line no-control-regex -- colours are control sequences
    expect(coloured.replaceAll(/\u001b\[\d+m/g, '')).to.equal([...render(found, 'text', plain)].join(''));
  });
});
