import { expect } from 'chai';
import { policies } from '../../policies/index.js';
import { seaworthy } from './seaworthy.js';

interface Listed {
  readonly id: string;
  readonly inject: boolean;
  readonly fix: boolean;
  readonly settings: object;
  readonly profiles: Readonly<Record<string, string>>;
}

describe('seaworthy policies', function () {
  this.timeout(60_000);

  it('lists every policy with its mode in each built-in profile', async () => {
    const { code, stdout, stderr } = await seaworthy(['policies']);
    expect([code, stderr]).to.deep.equal([0, '']);
    const [head, ...rows] = stdout.trimEnd().split('\n');
    expect(head?.split(/ +/)).to.deep.equal([
      'POLICY', 'SEVERITY', 'CATEGORY', 'INJECT', 'BASELINE', 'PRODUCTION', 'STRICT', 'DEMAND',
    ]); // prettier-ignore
    expect(rows.map((row) => row.split(' ', 1)[0])).to.deep.equal(policies.map(({ meta }) => meta.id));
    const resources = rows.find((row) => row.startsWith('require-resources '));
    expect(resources).to.match(/^require-resources +high +resources +yes +enforce +enforce +enforce +\S/);
  });

  it('prints the same as JSON', async () => {
    const { stdout } = await seaworthy(['policies', '--format', 'json']);
    const { version, policies: listed } = JSON.parse(stdout) as { version: number; policies: readonly Listed[] };
    expect(version).to.equal(1);
    expect(listed.map(({ id }) => id)).to.deep.equal(policies.map(({ meta }) => meta.id));
    const scanned = listed.find(({ id }) => id === 'require-scanned-images');
    expect(scanned?.profiles).to.deep.equal({ baseline: 'off', production: 'warn', strict: 'enforce' });
  });

  it('says as JSON what is mended, and what may be set', async () => {
    const { stdout } = await seaworthy(['policies', '--format', 'json']);
    const { policies: listed } = JSON.parse(stdout) as { policies: readonly Listed[] };
    const named = (id: string): Listed | undefined => listed.find((policy) => policy.id === id);
    expect(named('require-pinned-images')).to.deep.include({
      fix: false,
      settings: {
        digest: { type: 'boolean', default: false, description: 'Demand a digest, with or without a tag.' },
      },
    });
    expect(named('disallow-privilege-escalation')).to.deep.include({ fix: true, settings: {} });
    expect(listed.filter(({ inject, fix }) => inject && !fix)).to.deep.equal([]);
  });

  it('refuses a format that does not exist', async () => {
    const { code, stderr } = await seaworthy(['policies', '--format', 'yaml']);
    expect(code).to.equal(2);
    expect(stderr).to.match(/text, json/);
  });
});
