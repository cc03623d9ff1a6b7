import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';

const repository = fileURLToPath(new URL('../../', import.meta.url));
const manifests = readFileSync(`${repository}deploy/install.yaml`, 'utf8');

interface Report {
  readonly summary: { readonly objects: number };
  readonly findings: readonly { readonly policy: string; readonly message: string }[];
  readonly errors: readonly unknown[];
}

/** What `seaworthy check --profile strict -` says of a text. */
function check(input: string): { readonly code: number | null; readonly report: Report } {
  const args = ['--import', 'tsx', 'src/cli/main.ts', 'check', '--profile', 'strict', '--format', 'json', '-'];
  const { status, stdout } = spawnSync(process.execPath, args, { cwd: repository, input, encoding: 'utf8' });
  return { code: status, report: JSON.parse(stdout) as Report };
}

describe("Seaworthy's own manifests under strict", function () {
  this.timeout(30_000);

  it('have nothing wrong with them once the image is pinned by its digest, as image.digest of the chart does', () => {
    // Any digest shows it: no policy asks the registry for it.
    const pinned = manifests.replace(/image: (\S+)$/gm, `image: $1@sha256:${'5e'.repeat(32)}`);
    const { code, report } = check(pinned);
    expect({ code, findings: report.findings, errors: report.errors }).to.deep.equal({
      code: 0,
      findings: [],
      errors: [],
    });
    expect(report.summary.objects).to.be.greaterThan(20);
  });

  it('lack that digest and nothing else as they are, because the digest is known only to the registry that the image is pushed to', () => {
    const { report } = check(manifests);
    const images = manifests.match(/image: \S+$/gm) ?? [];
    const unpinned = images.filter((image) => !image.includes('@sha256:'));
    expect(report.findings.map(({ policy }) => policy)).to.deep.equal(unpinned.map(() => 'require-pinned-images'));
    for (const { message } of report.findings) expect(message).to.match(/has no digest$/);
  });
});
