import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import fc from 'fast-check';
import { policies } from '../../../policies/index.js';
import { mendText } from '../../../src/cli/fix/mend-text.js';
import { tryEdits } from '../../../src/cli/fix/prognosis.js';
import { judge } from '../../../src/cli/judge-manifests.js';
import { readManifests } from '../../../src/cli/manifests/manifest.js';
import type { Reading } from '../../../src/cli/manifests/reading.js';
import { report } from '../../../src/report/report.js';
import type { ReadError, Report } from '../../../src/report/report.js';
import { spoiled } from '../manifests/yaml-text.js';
import { withFiles } from '../seaworthy.js';
import { courtOf } from './court.js';

const pod = (name: string, containers: string): string =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}}\nspec:\n  containers: ${containers}\n`;

const list = (...items: readonly string[]): string =>
  `apiVersion: v1\nkind: List\nitems:\n${items.map((item) => `- ${item}\n`).join('')}`;

const item = (name: string, spec = `{containers: [{name: ${name}}]}`): string =>
  `{apiVersion: v1, kind: Pod, metadata: {name: ${name}}, spec: ${spec}}`;

/** How many findings are mended of each text. */
const cases: readonly (readonly [name: string, text: string, mended: number])[] = [
  ['a text like any other', pod('a', '[{name: a}]'), 2],
  ['an anchor that fixes do not reach', pod('&n a', '[{name: *n}]'), 2],
  ['a part of it that stands for another place', `${pod('a', '&c [{name: a}]')}x: *c\n`, 0],
  ['an item of a list whose parts stand for another place', list(item('a'), item('b', '&s {containers: [{name: b}]}, x: *s')), 2],
  ['the one document of two that can be edited', `${pod('a', '&c [{name: a}]')}x: *c\n---\n${pod('b', '[{name: b}]')}`, 2],
  ['a carriage return alone at the end of a line', `${pod('a', '[{name: a}]')}# kept\r`, 0],
  ['a key with a tag', `${pod('a', '[{name: a}]')}!!str x: y\n`, 0],
  ['a variable in the place of a value', pod('a', "[{name: a, securityContext: '${CONTEXT}'}]"), 1],
  ['a variable in the place of one of two values', pod('a', "[{name: a, securityContext: {allowPrivilegeEscalation: '${P}'}}]"), 1],
  ['text in lines at its end without a line break', pod('a', '\n  - name: a\n    args:\n    - |\n      run').trimEnd(), 0],
  ['JSON with a bracket at the end of a line', '{"apiVersion": "v1", "kind": "Pod", "spec": {\n"containers": [{"name": "a"}]}}', 2],
  ['brackets without the quotes of JSON, a part of which stands for another place', '{apiVersion: v1, kind: Pod, spec: &s {containers: [{name: a}]}, x: *s}', 0],
  ['brackets that close at the column of their key', pod('a', '[{\n    name: a\n  }]'), 2],
  ['a comment without a space before it', `${pod('a', '[{name: a}]').trimEnd()}# b\n`, 2],
  ['a comment between brackets at the start of its line', pod('a', '[{\n    name: a\n# b\n  }]'), 2],
  ['more levels than can be edited', `${pod('a', '[{name: a}]')}x: ${'['.repeat(600)}${']'.repeat(600)}\n`, 0],
  ['what looks like an anchor in text', pod('a', "[{name: a, args: ['a *b', 'if [ x != y ]', 'a &b']}]"), 2],
  ['marks of a template language', pod('a', '[{name: "{{ .Release.Name }}"}]'), 0],
]; // prettier-ignore

/** Always the same texts: in one of some ten thousand, two readers take a question mark between brackets for different things. */
const SEED = 20_261_123;

describe('the promise that seaworthy check makes for seaworthy fix', () => {
  const ids = ['disallow-privilege-escalation', 'require-seccomp-profile'];
  const court = courtOf(policies.filter(({ meta }) => ids.includes(meta.id)));

  const fail = (): never => expect.fail('something was told');

  /** How many findings of files check says that fix mends, and how many more it may mend. */
  async function prognosisOf(...files: readonly string[]): Promise<Pick<Report, 'mendable' | 'untried'>> {
    return prognosisIn(files, { fail, note: fail, readStdin: fail });
  }

  async function prognosisIn(files: readonly string[], silent: Reading): Promise<Pick<Report, 'mendable' | 'untried'>> {
    const judged = judge(readManifests(files, silent), { ...court, inspectFrom: () => court.inspect, tryEdits });
    const { mendable, untried } = await report(judged, []);
    return { mendable, untried };
  }

  /** How many findings of a text are gone once it is mended. */
  async function kept(text: string): Promise<number> {
    const count = (outcomes: Awaited<ReturnType<typeof mendText>>['outcomes']): number =>
      outcomes.reduce((sum, { remaining }) => sum + remaining.length, 0);
    const before = count((await mendText(text, { ...court, readOnly: 'it is only looked at' })).outcomes);
    return before - count((await mendText(text, court)).outcomes);
  }

  for (const [name, text, mended] of cases) {
    it(`is kept for ${name}`, async () => {
      await withFiles({ 'a.yaml': text }, async (folder) => {
        const file = join(folder, 'a.yaml');
        expect(await prognosisOf(file)).to.deep.equal({ mendable: mended, untried: 0 });
        expect(await kept(readFileSync(file, 'utf8'))).to.equal(mended);
      });
    });
  }

  it('is kept for all of these with a few letters taken out or put in', async () => {
    // Of hundreds of brackets that nothing closes each is an error, and each error takes down hundreds of calls.
    const shallow = cases.map(([, text]) => text).filter((text) => !text.includes('[[['));
    const texts = spoiled(fc.constantFrom(...shallow));
    let promised = 0;
    await withFiles({ 'a.yaml': '' }, async (folder) => {
      const file = join(folder, 'a.yaml');
      const silent: Reading = { fail: () => undefined, note: () => undefined, readStdin: fail };
      const law = fc.asyncProperty(texts, async (text) => {
        writeFileSync(file, text);
        const { mendable, untried } = await prognosisIn([file], silent);
        expect([mendable, untried]).to.deep.equal([await kept(text), 0]);
        promised += mendable;
      });
      await fc.assert(law, { numRuns: 400, seed: SEED });
    });
    expect(promised).to.be.greaterThan(20);
  });

  it('is not made for a file of which a part is not UTF-8: what is written back has to be all of it', async () => {
    const text = Buffer.concat([Buffer.from(`${pod('a', '[{name: a}]')}---\n# caf`), Buffer.from([0xe9, 0x0a])]);
    await withFiles({ 'a.yaml': text }, async (folder) => {
      const told: string[] = [];
      const reading = { fail: ({ message }: ReadError) => told.push(message), note: fail, readStdin: fail };
      expect(await prognosisIn([join(folder, 'a.yaml')], reading)).to.deep.equal({ mendable: 0, untried: 0 });
      expect(told).to.deep.equal(['this is not UTF-8 text']);
    });
  });

  it('is not made for what takes too long to try, and still for what does not', async () => {
    const shared = (index: number): string => item(`p${index}`, `&s${index} {containers: [{name: p}]}, x: *s${index}`);
    const tricky = list(...Array.from({ length: 100 }, (_, index) => shared(index)));
    const long = `${pod('a', '[{name: &n a}]')}# ${'-'.repeat(1_000_000)}\n`;
    const sure = `${pod('a', '[{name: a}]')}# ${'-'.repeat(1_000_000)}\n`;
    const files = { 'a.yaml': tricky, 'b.yaml': long, 'c.yaml': sure, 'd.yaml': pod('d', '[{name: &n d}]') };
    await withFiles(files, async (folder) => {
      const [a = '', b = '', c = '', d = ''] = Object.keys(files).map((name) => join(folder, name));
      const { mendable, untried } = await prognosisOf(a);
      expect([mendable, untried > 0]).to.deep.equal([0, true]);
      expect(await prognosisOf(b, c, d)).to.deep.equal({ mendable: 4, untried: 2 });
    });
  });
});
