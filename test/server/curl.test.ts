import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { objectAt } from '../../src/policy/json.js';
import type { JsonObject } from '../../src/policy/json.js';
import { fitDeployment, review, unfitDeployment } from './review.js';
import { startServer } from './running-server.js';
import type { RunningServer } from './running-server.js';

const MEBIBYTE = 1024 * 1024;

/** curl asks with `Expect: 100-continue` before it sends more than a mebibyte. */
describe('the HTTPS server, asked by curl with a large body', () => {
  let server: RunningServer;
  let folder: string;
  before(async () => {
    server = await startServer();
    folder = await mkdtemp(join(tmpdir(), 'seaworthy-curl-'));
    await writeFile(join(folder, 'ca.crt'), server.ca);
  });
  after(async () => {
    server.close();
    await rm(folder, { recursive: true });
  });

  async function post(body: string, path = '/validate'): Promise<{ readonly text: string; readonly log: string }> {
    const file = join(folder, 'review.json');
    await writeFile(file, body);
    const args = ['-sSv', '--http1.1', '--cacert', join(folder, 'ca.crt'), '-H', 'Content-Type: application/json'];
    const url = `https://localhost:${server.port}${path}?timeout=10s`;
    const limit = { timeout: 20_000, maxBuffer: 16 * MEBIBYTE };
    const { stdout, stderr } = await promisify(execFile)('curl', [...args, '--data-binary', `@${file}`, url], limit);
    return { text: stdout, log: stderr };
  }

  /** A review whose object is large, as one with a long annotation is. */
  const large = (object: JsonObject): string => {
    const metadata = { ...objectAt(object, 'metadata'), annotations: { note: 'é'.repeat(MEBIBYTE) } };
    return JSON.stringify(review({ ...object, metadata }));
  };

  for (const path of ['/validate', '/mutate']) {
    it(`is told to go on, and then answered, at ${path}`, async () => {
      const { text, log } = await post(large(fitDeployment), path);
      expect(log)
        .to.match(/> Expect: 100-continue/i)
        .and.to.match(/< HTTP\/1\.1 100 Continue/)
        .and.to.match(/< HTTP\/1\.1 200 /);
      expect(JSON.parse(text)).to.have.nested.property('response.allowed', true);
    });
  }

  it('is denied what is not fit', async () => {
    const { text } = await post(large(unfitDeployment));
    expect(JSON.parse(text)).to.have.nested.property('response.allowed', false);
  });

  it('is refused before it has sent more than anybody reads', async () => {
    const { text, log } = await post(large(fitDeployment) + ' '.repeat(7 * MEBIBYTE));
    expect(log)
      .to.match(/< HTTP\/1\.1 413 /)
      .and.not.to.match(/100 Continue/);
    expect(JSON.parse(text)).to.include({ kind: 'Status', code: 413 });
  });
});
