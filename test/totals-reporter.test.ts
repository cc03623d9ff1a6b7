import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';

const repository = join(import.meta.dirname, '..');

describe('the reporter of totals', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'seaworthy-totals-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  /** Runs mocha as .ci/run does: the reporter comes from the environment. */
  async function runMocha(text: string): Promise<string> {
    const file = join(folder, 'sample.test.mjs');
    writeFileSync(file, text);
    const env = {
      ...process.env,
      MOCHA_OPTIONS: '--reporter ./test/totals-reporter.ts',
      SEAWORTHY_TEST_TOTALS: join(folder, 'totals'),
      SEAWORTHY_TEST_FAILURES: join(folder, 'failures'),
    };
    const args = [join('node_modules', 'mocha', 'bin', 'mocha.js'), '--no-config', '--import=tsx', file];
    const ran = promisify(execFile)(process.execPath, args, { cwd: repository, env });
    return (await ran.catch((error: unknown) => error as { readonly stdout: string })).stdout;
  }

  it('appends what passed and failed of each run to one file, and why to another, and prints the tests as usual', async function () {
    this.timeout(60_000);
    const printed = await runMocha(
      `it('holds', () => {}); it('holds too', () => {}); it('fails', () => { throw new Error('no'); });`,
    );
    await runMocha(`it('holds', () => {});`);
    expect(readFileSync(join(folder, 'totals'), 'utf8')).to.equal('2 1\n1 0\n');
    const [title, why] = readFileSync(join(folder, 'failures'), 'utf8').split('\n');
    expect([title, why]).to.deep.equal(['failed: fails', '  Error: no']);
    expect(printed).to.include('holds too').and.to.include('1 failing');
  });
});
