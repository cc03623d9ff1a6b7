import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'; // prettier-ignore
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect } from 'chai';
import { reportFile } from '../../src/cli/report-file.js';

describe('the file of a report', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'seaworthy-report-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  async function complaintOf(work: Promise<unknown>): Promise<string> {
    return work.then(
      () => 'nothing',
      (error: unknown) => (error as Error).message,
    );
  }

  it('is made where there is none, and nothing else is left behind', async () => {
    const write = await reportFile(join(folder, 'report.txt'));
    expect(readdirSync(folder)).to.deep.equal([]);
    await write(['one\n', 'two\n']);
    expect(readdirSync(folder)).to.deep.equal(['report.txt']);
    expect(readFileSync(join(folder, 'report.txt'), 'utf8')).to.equal('one\ntwo\n');
  });

  it('takes the place of the old one, with its permissions', async () => {
    const file = join(folder, 'report.txt');
    writeFileSync(file, 'x'.repeat(1_000));
    chmodSync(file, 0o640);
    await (
      await reportFile(file)
    )(['new\n']);
    expect(readFileSync(file, 'utf8')).to.equal('new\n');
    expect(statSync(file).mode & 0o777).to.equal(0o640);
  });

  it('stays as it was when the report breaks off', async () => {
    const file = join(folder, 'report.txt');
    writeFileSync(file, 'old\n');
    function* broken(): Iterable<string> {
      yield 'x'.repeat(200_000);
      throw new Error('the end');
    }
    expect(await complaintOf((await reportFile(file))(broken())))
      .to.include('cannot be written')
      .and.to.include('the end');
    expect(readFileSync(file, 'utf8')).to.equal('old\n');
    expect(readdirSync(folder)).to.deep.equal(['report.txt']);
  });

  it('is the file behind a link, and the link stays one', async () => {
    mkdirSync(join(folder, 'real'));
    writeFileSync(join(folder, 'real', 'report.txt'), 'old\n');
    symlinkSync('real/report.txt', join(folder, 'link'));
    await (
      await reportFile(join(folder, 'link'))
    )(['new\n']);
    expect(readFileSync(join(folder, 'real', 'report.txt'), 'utf8')).to.equal('new\n');
    expect(readdirSync(folder, { withFileTypes: true }).some((entry) => entry.isSymbolicLink())).to.equal(true);
  });

  it('may be a pipe, which is written to and not replaced', async () => {
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    const reader = spawn('cat', [pipe], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [read] = await Promise.all([text(reader.stdout), (await reportFile(pipe))(['through\n'])]);
    expect(read).to.equal('through\n');
    expect(statSync(pipe).isFIFO()).to.equal(true);
  });

  it('is refused before the work begins where it cannot be', async () => {
    const missing = join(folder, 'none', 'report.txt');
    expect(await complaintOf(reportFile(missing))).to.equal(
      `the report cannot be written to ${missing}: there is no such folder`,
    );
    expect(await complaintOf(reportFile(folder))).to.equal(`the report cannot be written to ${folder}: it is a folder`);
    writeFileSync(join(folder, 'file'), '');
    expect(await complaintOf(reportFile(join(folder, 'file', 'report.txt')))).to.include('there is no such folder');
  });
});
