import { spawnSync } from 'node:child_process';
import { expect } from 'chai';
import { diffLines } from '../../scripts/line-diff.js';

describe('the pages of the policies', () => {
  it('are what the policies, their examples and the profiles say', function () {
    this.timeout(60_000);
    const run = spawnSync(process.execPath, ['--import', 'tsx', 'scripts/docs.ts', '--check'], { encoding: 'utf8' });
    expect(run.stderr).to.equal('');
    expect(run.status).to.equal(0);
  });
});

describe('a diff of lines', () => {
  it('shows what stays, goes and comes, in order', () => {
    expect(diffLines('a\nb\nc\n', 'a\nx\nc\nd\n')).to.equal('  a\n- b\n+ x\n  c\n+ d');
  });

  it('shows no change where there is none', () => {
    expect(diffLines('a\nb', 'a\nb\n')).to.equal('  a\n  b');
  });
});
