import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { seaworthy, withFiles } from '../cli/seaworthy.js';

describe('the pages of the policies', function () {
  this.timeout(60_000);

  it('are what the policies, their examples and the profiles say', () => {
    const run = spawnSync(process.execPath, ['--import', 'tsx', 'scripts/docs.ts', '--check'], { encoding: 'utf8' });
    expect(run.stderr).to.equal('');
    expect(run.status).to.equal(0);
  });

  for (const id of ['require-resources', 'require-cron-job-policy', 'require-non-root']) {
    it(`show what seaworthy fix writes: ${id}`, async () => {
      const bad = readFileSync(`test/fixtures/policies/${id}/bad.yaml`, 'utf8');
      const page = readFileSync(`docs/policies/${id}.md`, 'utf8');
      await withFiles({ 'bad.yaml': bad }, async (cwd) => {
        const { stdout } = await seaworthy(['fix', '--dry-run', '--policy', id, 'bad.yaml'], { cwd });
        expect(stdout).to.match(/^--- a\/bad\.yaml\n/);
        expect(page).to.include(`\`\`\`diff\n${stdout.trimEnd()}\n\`\`\`\n`);
      });
    });
  }
});
