import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { expect } from 'chai';
import { errors, hostile, matchGolden, print, rendered, sourced, unsourced } from './rendering.js';

const schema = JSON.parse(readFileSync('docs/findings.schema.json', 'utf8')) as object;
const validate = new Ajv({ strict: true, strictRequired: false }).compile(schema);

describe('the report as JSON', () => {
  it('is as it always was', async () => {
    matchGolden('report.json', await print([sourced], 'json'));
  });

  for (const [name, judged, failed] of [
    ['with findings of files, and errors', [sourced], errors],
    ['with findings of a cluster', [unsourced], []],
    ['with findings of what was rendered', [rendered], []],
    ['with hostile names', hostile, []],
    ['with nothing at all', [], []],
  ] as const) {
    it(`keeps to its schema ${name}`, async () => {
      const value: unknown = JSON.parse(await print(judged, 'json', { failed }));
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
