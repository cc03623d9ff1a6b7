import { linkSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { NotSaved, save } from '../../../src/cli/fix/save.js';
import { withFiles } from '../seaworthy.js';

describe('saving a mended file', () => {
  it('writes nothing when the file has changed since it was read', async () => {
    await withFiles({ 'a.yaml': 'a: 1\n' }, async (folder) => {
      const file = join(folder, 'a.yaml');
      const read = readFileSync(file);
      writeFileSync(file, 'a: 2\n');
      const refusal = await save(file, read, 'a: 3\n').catch((error: unknown) => error);
      expect(refusal).to.be.instanceOf(NotSaved);
      expect((refusal as Error).message).to.include('changed while it was being mended');
      expect(readFileSync(file, 'utf8')).to.equal('a: 2\n');
      expect(readdirSync(folder)).to.deep.equal(['a.yaml']);
    });
  });

  it('leaves the old text to the other names of the file', async () => {
    await withFiles({ 'a.yaml': 'a: 1\n' }, async (folder) => {
      const [file, other] = [join(folder, 'a.yaml'), join(folder, 'copy.yaml')];
      linkSync(file, other);
      await save(file, readFileSync(file), 'a: 2\n');
      expect(readFileSync(file, 'utf8')).to.equal('a: 2\n');
      expect(readFileSync(other, 'utf8')).to.equal('a: 1\n');
    });
  });

  it('puts the new text in place of the old one, and leaves nothing else behind', async () => {
    await withFiles({ 'a.yaml': 'a: 1\n' }, async (folder) => {
      const file = join(folder, 'a.yaml');
      await save(file, readFileSync(file), 'ä: 3\r\n');
      expect(readFileSync(file, 'utf8')).to.equal('ä: 3\r\n');
      expect(readdirSync(folder)).to.deep.equal(['a.yaml']);
    });
  });
});
