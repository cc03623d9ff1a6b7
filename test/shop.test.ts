import { readFileSync, writeFileSync } from 'node:fs';
import { expect } from 'chai';
import { seaworthy } from './cli/seaworthy.js';

interface Finding {
  readonly policy: string;
  readonly mode: string;
  readonly object: { readonly kind: string; readonly namespace?: string; readonly name: string };
  readonly path: string;
  readonly message: string;
}

const GOLDEN = 'test/fixtures/golden/shop.txt';

/**
 * The manifests of a shop as a team of some care writes them: a website, services, a database, a cache, a queue, jobs and
 * monitoring. Somebody has read every finding and would act on it. UPDATE_GOLDEN=1 writes the list anew: read the difference
 * line by line, for a finding that nobody would act on is a defect of its policy.
 */
describe('the manifests of a shop', function () {
  this.timeout(180_000);

  /** All that a finding says in one line, so that it shows in a diff when it moves or is put into other words. */
  const lineOf = ({ policy, mode, object, path, message }: Finding): string =>
    `${object.kind} ${object.name}: ${policy} (${mode}) ${path}: ${message}`;

  async function findingsBy(profile: string): Promise<readonly string[]> {
    const { stdout } = await seaworthy(['check', '--profile', profile, '--format', 'json', 'test/fixtures/shop']);
    const { findings, errors } = JSON.parse(stdout) as { findings: readonly Finding[]; errors: readonly unknown[] };
    expect(errors).to.deep.equal([]);
    return findings.map(lineOf).sort();
  }

  it('have the findings that somebody would act on, and no other', async () => {
    const found: string[] = [];
    for (const profile of ['baseline', 'production', 'strict']) found.push(profile, ...(await findingsBy(profile)), '');
    if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(GOLDEN, found.join('\n'));
    expect(found).to.deep.equal(readFileSync(GOLDEN, 'utf8').split('\n'));
  });
});
