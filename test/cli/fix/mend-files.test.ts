import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { mendFiles } from '../../../src/cli/fix/mend-files.js';
import type { ReadError } from '../../../src/report/report.js';
import { nameOf } from '../../../src/report/judged.js';
import { policies } from '../../../policies/index.js';
import { withFiles } from '../seaworthy.js';
import { courtOf } from './court.js';

const pod = (name: string): string =>
  `apiVersion: v1\nkind: Pod\nmetadata:\n  name: ${name}\nspec:\n  containers:\n    - name: a\n`;

describe('mending files', () => {
  it('tells of a file what nobody foresaw in it, and mends the others', async () => {
    const court = courtOf(policies.filter(({ meta }) => meta.id === 'disallow-privilege-escalation'));
    const odd: typeof court.inspect = (object, kind, scope) => {
      if (nameOf(object).name === 'odd') throw new RangeError('Invalid count value: -2');
      return court.inspect(object, kind, scope);
    };
    await withFiles({ 'a.yaml': pod('odd'), 'b.yaml': pod('even') }, async (folder) => {
      const errors: ReadError[] = [];
      const reading = {
        fail: (error: ReadError) => errors.push(error),
        note: () => undefined,
        readStdin: () => Promise.resolve(Buffer.from('')),
      };
      const show = (): Promise<void> => Promise.resolve();
      const tallies = await mendFiles([folder], { courtOf: () => ({ ...court, inspect: odd }), reading, show });
      expect(errors).to.deep.equal([
        {
          file: join(folder, 'a.yaml'),
          message: 'not mended: this is a mistake of seaworthy, please report it (Invalid count value: -2)',
        },
      ]);
      expect(tallies.map(({ file }) => file)).to.deep.equal([join(folder, 'b.yaml')]);
      expect(readFileSync(join(folder, 'a.yaml'), 'utf8')).to.equal(pod('odd'));
      expect(readFileSync(join(folder, 'b.yaml'), 'utf8')).to.include('allowPrivilegeEscalation: false');
    });
  });
});
