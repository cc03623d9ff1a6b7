import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { expect } from 'chai';
import { seaworthy } from './seaworthy.js';

describe('seaworthy explain', function () {
  this.timeout(60_000);

  it('prints the pages of policies, each once, from wherever it is run', async () => {
    const { code, stdout, stderr } = await seaworthy(
      ['explain', 'require-probes', 'require-resources', 'require-probes'],
      { cwd: tmpdir() },
    );
    const page = (id: string): string => readFileSync(`docs/policies/${id}.md`, 'utf8');
    expect([code, stderr]).to.deep.equal([0, '']);
    expect(stdout).to.equal(`${page('require-probes')}\n---\n\n${page('require-resources')}`);
  });

  it('refuses unknown policies, all at once, with the nearest right names', async () => {
    expect(await seaworthy(['explain', 'require-prob', 'require-probes', 'zzz'])).to.deep.equal({
      code: 2,
      stdout: '',
      stderr:
        'seaworthy: unknown policy "require-prob"; did you mean "require-probes"?\nseaworthy: unknown policy "zzz"; seaworthy policies lists them\n',
    });
  });

  it('names the policies that have the words of a wrong one', async () => {
    const { stderr } = await seaworthy(['explain', 'host-path', 'no-root', 'secrets', 'host-network']);
    expect(stderr.replaceAll('seaworthy: unknown policy ', '').split('\n')).to.deep.equal([
      '"host-path"; did you mean "disallow-host-path"?',
      '"no-root"; did you mean "require-non-root"?',
      '"secrets"; did you mean "disallow-secrets-in-config-maps" or "disallow-secrets-in-environment"?',
      '"host-network"; seaworthy policies lists them',
      '',
    ]);
  });

  it('refuses to explain nothing', async () => {
    const { code, stderr } = await seaworthy(['explain']);
    expect(code).to.equal(2);
    expect(stderr).to.match(/^seaworthy: explain needs the id of a policy.*\n$/);
  });
});
