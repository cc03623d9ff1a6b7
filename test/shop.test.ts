import { readFileSync, writeFileSync } from 'node:fs';
import { expect } from 'chai';
import { seaworthy } from './cli/seaworthy.js';

interface Finding {
  readonly policy: string;
  readonly mode: string;
  readonly object: { readonly kind: string; readonly namespace?: string; readonly name: string };
}

const GOLDEN = 'test/fixtures/golden/shop.json';

/**
 * The manifests of a shop as a team of some care writes them: a website, services, a database, a cache, a queue, jobs and
 * monitoring. Somebody has read every finding and would act on it. UPDATE_GOLDEN=1 writes the list anew: read the difference
 * line by line, for a finding that nobody would act on is a defect of its policy.
 */
describe('the manifests of a shop', function () {
  this.timeout(180_000);

  /** Every finding as one line, so that a new one shows in a diff with all that it says. */
  async function findingsBy(profile: string): Promise<readonly string[]> {
    const { stdout } = await seaworthy(['check', '--profile', profile, '--format', 'json', 'test/fixtures/shop']);
    const { findings, errors } = JSON.parse(stdout) as { findings: readonly Finding[]; errors: readonly unknown[] };
    expect(errors).to.deep.equal([]);
    const lines = new Map<string, number>();
    for (const { policy, mode, object } of findings) {
      const line = `${object.kind} ${object.name}: ${policy} (${mode})`;
      lines.set(line, (lines.get(line) ?? 0) + 1);
    }
    return [...lines].map(([line, count]) => (count === 1 ? line : `${line} x ${count}`)).sort();
  }

  it('have the findings that somebody would act on, and no other', async () => {
    const found: Record<string, readonly string[]> = {};
    for (const profile of ['baseline', 'production', 'strict']) found[profile] = await findingsBy(profile);
    if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(GOLDEN, `${JSON.stringify(found, null, 2)}\n`);
    expect(found).to.deep.equal(JSON.parse(readFileSync(GOLDEN, 'utf8')));
  });
});
