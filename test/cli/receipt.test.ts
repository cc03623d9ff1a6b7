import { execFile, spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { createReceipts } from '../../src/facts/receipts.js';
import type { Fact, ScanEvidence } from '../../src/policy/facts.js';
import type { JsonObject } from '../../src/policy/json.js';
import { temporaryFolder } from '../facts/written.js';

const run = promisify(execFile);
const TRIVY = 'test/fixtures/scans/trivy.json';
const GRYPE = 'test/fixtures/scans/grype.json';
const APP = 'sha256:39e5bfce5ba529f8dc0bbff64251183e177dbf806dcaa82a9f7c3489a6228791';
const GATE = 'sha256:f4d0d402438aacf80294091b72b8346032c15fad6019a0a6e72a1df03056fdf2';

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command as a process of its own. */
async function receipt(args: readonly string[], input = ''): Promise<Ended> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/cli/main.ts', 'receipt', ...args]);
  child.stdin.on('error', () => undefined); // a command that refuses its options does not read its input
  child.stdin.end(input);
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { code, stdout, stderr };
}

async function record(args: readonly string[], input?: string): Promise<JsonObject> {
  const { code, stdout, stderr } = await receipt(args, input);
  expect(stderr).not.to.contain('Error');
  expect(code, stderr).to.equal(0);
  expect(stdout.match(/\n/g), 'one line').to.have.length(1);
  return JSON.parse(stdout) as JsonObject;
}

/** Runs the command on a report that it must refuse, and gives what it says. */
async function refusal(args: readonly string[], input?: string): Promise<string> {
  const { code, stdout, stderr } = await receipt(args, input);
  expect(code, stderr).to.equal(2);
  expect(stdout).to.equal('');
  expect(stderr).not.to.match(/\n {4}at /);
  return stderr;
}

async function read(file: string): Promise<JsonObject> {
  return JSON.parse(await readFile(file, 'utf8')) as JsonObject;
}

describe('seaworthy receipt', function () {
  this.timeout(60_000);
  let folder: string;

  before(async () => {
    folder = await temporaryFolder();
  });
  after(() => rm(folder, { recursive: true }));

  it('reduces a report of Trivy, counting as Trivy counts', async () => {
    expect(await record([TRIVY])).to.deep.equal({
      digest: APP,
      scanner: { name: 'trivy' },
      finishedAt: '2026-11-20T09:11:12.123Z',
      counts: {
        critical: { total: 2, fixable: 2 },
        high: { total: 2, fixable: 1 },
        medium: { total: 1, fixable: 0 },
        low: { total: 1, fixable: 0 },
        unknown: { total: 1, fixable: 0 },
      },
      ids: [
        { id: 'CVE-2026-90001', severity: 'critical', fixable: true, count: 2 },
        { id: 'CVE-2026-90006', severity: 'high', fixable: true },
        { id: 'CVE-2026-90002', severity: 'high', fixable: false },
        { id: 'CVE-2026-90003', severity: 'medium', fixable: false },
        { id: 'CVE-2026-90004', severity: 'low', fixable: false },
        { id: 'CVE-2026-90005', severity: 'unknown', fixable: false },
      ],
    });
  });

  it('reduces a report of Grype from standard input, without the matches that it ignores', async () => {
    expect(await record([], await readFile(GRYPE, 'utf8'))).to.deep.equal({
      digest: GATE,
      scanner: { name: 'grype', version: '0.104.0', dbUpdatedAt: '2026-11-21T06:12:40.000Z' },
      finishedAt: '2026-11-21T12:30:00.250Z',
      counts: {
        critical: { total: 1, fixable: 0 },
        high: { total: 1, fixable: 1 },
        medium: { total: 1, fixable: 0 },
        low: { total: 1, fixable: 0 },
        unknown: { total: 1, fixable: 0 },
      },
      ids: [
        { id: 'CVE-2026-91001', severity: 'critical', fixable: false },
        { id: 'GHSA-8x7w-aaaa-bbbb', severity: 'high', fixable: true },
        { id: 'CVE-2026-91002', severity: 'medium', fixable: false },
        { id: 'CVE-2026-91003', severity: 'low', fixable: false },
        { id: 'CVE-2026-91004', severity: 'unknown', fixable: false },
      ],
    });
  });

  it('reduces a report without findings, and warns that the scan may not have looked', async () => {
    const { code, stdout, stderr } = await receipt(['test/fixtures/scans/trivy-clean.json']);
    expect(code).to.equal(0);
    expect(JSON.parse(stdout)).to.deep.include({ digest: APP, scanner: { name: 'trivy', version: '0.69.1' }, ids: [] });
    expect(stderr).to.contain('no findings').and.contain('not signed');
  });

  it('takes from its options what the report leaves open', async () => {
    const report = { ...(await read(TRIVY)), Metadata: {}, CreatedAt: '' };
    const args = ['--digest', GATE, '--finished-at', '2026-11-20T12:00:00+02:00'];
    const made = await record(args, JSON.stringify(report));
    expect(made).to.include({ digest: GATE, finishedAt: '2026-11-20T10:00:00.000Z' });
  });

  it('refuses what is no report, and says what it looked for', async () => {
    expect(await refusal([], '[]'))
      .to.contain('standard input: this is not')
      .and.contain('Trivy')
      .and.contain('Grype');
    expect(await refusal([], 'scanning...')).to.contain('standard input is not JSON');
    expect(await refusal([join(folder, 'nowhere.json')])).to.contain(
      'nowhere.json cannot be read: no such file or folder',
    );
  });

  it('refuses options that it cannot use', async () => {
    expect(await refusal(['--finished-at', '2026-11-20T10:00:00', TRIVY])).to.contain('2026-11-20T10:00:00Z');
    const encrypted = join(folder, 'encrypted.pem');
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const cipher = { type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' } as const;
    await writeFile(encrypted, privateKey.export(cipher));
    expect(await refusal(['--key', encrypted, TRIVY])).to.contain('encrypted.pem is encrypted');
    const weak = join(folder, 'rsa.pem');
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
    await writeFile(weak, rsa.export({ type: 'pkcs8', format: 'pem' }));
    expect(await refusal(['--key', weak, TRIVY])).to.contain('no ECDSA P-256 or Ed25519 key');
  });

  for (const [name, generate] of Object.entries({
    'an openssl SEC1 key': ['ecparam', '-name', 'prime256v1', '-genkey'], // with its block of parameters before the key
    'a PKCS#8 P-256 key': ['genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256'],
    'an Ed25519 key': ['genpkey', '-algorithm', 'ed25519'],
  })) {
    it(`signs with ${name}, so that the receipt counts for its image`, async () => {
      const key = join(folder, 'key.pem');
      await run('openssl', [...generate, '-out', key]);
      const { stdout: publicKey } = await run('openssl', ['pkey', '-in', key, '-pubout']);
      const { code, stdout, stderr } = await receipt(['--key', key, TRIVY]);
      expect(code, stderr).to.equal(0);
      expect(stderr).to.equal('');
      const path = join(folder, 'receipts.jsonl');
      await writeFile(path, stdout);
      expect(await evidenceIn(path, publicKey)).to.have.nested.property('value.trusted.length', 1);
    });
  }
});

async function evidenceIn(path: string, publicKey: string): Promise<Fact<ScanEvidence> | undefined> {
  const images = ['registry.example.com/team/*'];
  const settings = { keys: [{ name: 'ci', publicKey, images }], receipts: [{ path }] };
  const receipts = createReceipts({ settings, onLoad: () => undefined });
  await receipts.start();
  receipts.close();
  const image = `registry.example.com/team/app:1.4@${APP}`;
  return (await receipts.provider([image], 0)).get(image);
}
