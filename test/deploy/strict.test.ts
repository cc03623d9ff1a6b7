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

  it('have nothing wrong with them', () => {
    const { code, report } = check(manifests);
    expect({ code, findings: report.findings, errors: report.errors }).to.deep.equal({
      code: 0,
      findings: [],
      errors: [],
    });
    expect(report.summary.objects).to.be.greaterThan(20);
  });

  it('name an image that nobody can have put there, until the digest of a real one is set', () => {
    const images = [...manifests.matchAll(/image: (\S+)$/gm)].map(([, image]) => image ?? '');
    expect(images).to.have.length.greaterThan(3);
    for (const image of images) expect(image).to.match(/^registry\.example\.com\/seaworthy:[\d.]+@sha256:0{64}$/);
  });

  it('are found wanting without that digest, so that the first test can fail', () => {
    const { code, report } = check(manifests.replaceAll(/@sha256:0{64}/g, ''));
    expect(code).to.equal(1);
    expect(new Set(report.findings.map(({ policy }) => policy))).to.deep.equal(new Set(['require-pinned-images']));
  });
});
