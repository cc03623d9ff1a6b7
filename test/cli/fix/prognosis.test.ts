import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { policies } from '../../../policies/index.js';
import { mendText } from '../../../src/cli/fix/mend-text.js';
import { tryEdits } from '../../../src/cli/fix/prognosis.js';
import { judge } from '../../../src/cli/judge-manifests.js';
import { readManifests } from '../../../src/cli/manifests/manifest.js';
import { report } from '../../../src/report/report.js';
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
  ['marks of a template language', pod('a', '[{name: "{{ .Release.Name }}"}]'), 0],
]; // prettier-ignore

describe('the promise that seaworthy check makes for seaworthy fix', () => {
  const ids = ['disallow-privilege-escalation', 'require-seccomp-profile'];
  const court = courtOf(policies.filter(({ meta }) => ids.includes(meta.id)));

  const fail = (): never => expect.fail('something was told');

  /** How many findings of a file check says that fix mends. */
  async function promised(file: string): Promise<number> {
    const silent = { fail, note: fail, readStdin: fail };
    const judged = judge(readManifests([file], silent), { ...court, inspectFrom: () => court.inspect, tryEdits });
    return (await report(judged, [])).mendable;
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
        expect([await promised(file), await kept(readFileSync(file, 'utf8'))]).to.deep.equal([mended, mended]);
      });
    });
  }
});
