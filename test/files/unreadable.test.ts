import { mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { whyUnreadable } from '../../src/files/unreadable.js';

describe('why a file cannot be read', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'seaworthy-test-'));
    await symlink('circle', join(folder, 'circle'));
  });
  after(() => rm(folder, { recursive: true }));

  async function reasonFor(...path: readonly string[]): Promise<string> {
    return whyUnreadable(await readFile(join(folder, ...path)).catch((error: unknown) => error));
  }

  it('is said in words for what happens to people', async () => {
    expect(await reasonFor('none.yaml')).to.equal('no such file or folder');
    expect(await reasonFor('circle')).to.equal('a link that leads round in a circle');
    expect(await reasonFor('.')).to.equal('a folder where a file was expected');
    expect(whyUnreadable(Object.assign(new Error('x'), { code: 'EACCES' }))).to.equal('no permission to read it');
  });

  it('is said as the system says it for what happens to nobody', () => {
    expect(whyUnreadable(Object.assign(new Error('EIO: i/o error, read'), { code: 'EIO' }))).to.equal(
      'EIO: i/o error, read',
    );
    expect(whyUnreadable('a text')).to.equal('a text');
  });
});
