import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdir, mkdtemp, open, readFile, realpath, rename, rm, symlink, writeFile } from 'node:fs/promises';
import https, { type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, type TLSSocket } from 'node:tls';
import { expect } from 'chai';
import { issueAuthority, issueServing, type Issued } from '../../certs/issue.js';
import { DAY_MS } from '../../certs/lifetime.js';
import { followCertificateFiles, readCertificateFiles, TlsError, type CertificateFiles } from '../../src/server/tls.js';
import { until } from '../cluster/until.js';

interface Generation {
  readonly serving: Issued;
  readonly authority: string;
}

async function issue(now = new Date()): Promise<Generation> {
  const authority = await issueAuthority(now);
  return { serving: await issueServing(authority, ['127.0.0.1'], now), authority: authority.certificate };
}

const serialOf = (pem: string): string => new X509Certificate(pem).serialNumber;

/** The serial number of the certificate that a new connection is given. */
function servedBy(server: Server, ca: string): Promise<string> {
  const { port } = server.address() as AddressInfo;
  return new Promise((resolve, reject) => {
    const socket: TLSSocket = connect({ port, host: '127.0.0.1', ca }, () => {
      resolve(socket.getPeerCertificate().serialNumber);
      socket.destroy();
    });
    socket.on('error', reject);
  });
}

describe('server/tls', () => {
  let folder: string;
  let files: CertificateFiles & { readonly authority: string };
  let first: Generation;
  let count = 0;
  let closers: (() => unknown)[];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'seaworthy-test-'));
    files = { certificate: join(folder, 'tls.crt'), key: join(folder, 'tls.key'), authority: join(folder, 'ca.crt') };
    first = await issue();
    closers = [];
  });
  afterEach(async () => {
    for (const close of closers) close();
    await rm(folder, { recursive: true });
  });

  /** Writes files as the kubelet does: into a folder of their own, to which `..data` is then swung in one step. */
  async function swing({ serving, authority }: Generation): Promise<void> {
    count += 1;
    const generation = `..generation-${count}`;
    await mkdir(join(folder, generation));
    await writeFile(join(folder, generation, 'tls.crt'), serving.certificate);
    await writeFile(join(folder, generation, 'tls.key'), serving.key);
    await writeFile(join(folder, generation, 'ca.crt'), authority);
    await symlink(generation, join(folder, '..data_tmp'));
    await rename(join(folder, '..data_tmp'), join(folder, '..data'));
    // The links in the folder itself are made once and stay.
    for (const name of ['tls.crt', 'tls.key', 'ca.crt']) {
      await symlink(join('..data', name), join(folder, name)).catch(() => undefined);
    }
  }

  async function writePlainly({ serving, authority }: Generation): Promise<void> {
    await writeFile(files.certificate, serving.certificate);
    await writeFile(files.key, serving.key);
    await writeFile(files.authority, authority);
  }

  /** A server that serves what the files say. */
  async function serve(
    pollMilliseconds?: number,
  ): Promise<{ server: Server; failures: TlsError[]; changes: () => number }> {
    const current = await readCertificateFiles(files);
    const server = https.createServer({ cert: current.cert, key: current.key });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const failures: TlsError[] = [];
    let changes = 0;
    const listener = {
      onChanged: ({ cert, key }: { readonly cert: Buffer; readonly key: Buffer }) => {
        changes += 1;
        server.setSecureContext({ cert, key });
      },
      onFailed: (error: TlsError) => failures.push(error),
    };
    const following = followCertificateFiles(
      files,
      current,
      listener,
      pollMilliseconds === undefined ? {} : { pollMilliseconds },
    );
    closers.push(
      () => {
        following.close();
      },
      () => server.close(),
    );
    return { server, failures, changes: () => changes };
  }

  it('serves a new certificate after each swap of ..data, not the first one alone', async () => {
    await swing(first);
    const { server, failures, changes } = await serve();
    expect(await servedBy(server, first.authority)).to.equal(serialOf(first.serving.certificate));
    for (let round = 1; round <= 3; round += 1) {
      const next = await issue();
      await swing(next);
      await until('the new certificate is in force', () => changes() === round);
      expect(await servedBy(server, next.authority)).to.equal(serialOf(next.serving.certificate));
    }
    expect(failures).to.deep.equal([]);
  });

  for (const file of ['certificate', 'key'] as const) {
    it(`reads all files of one generation when ..data is swapped while the ${file} is read`, async () => {
      await swing(first);
      // A pipe holds its reader until it is written to, which here is after the swap.
      const place = await realpath(files[file]);
      const content = await readFile(place);
      await rm(place);
      execFileSync('mkfifo', [place]);
      const reading = readCertificateFiles(files);
      const pipe = await open(place, 'w');
      const next = await issue();
      await swing(next);
      await pipe.write(content);
      await pipe.close();
      const { cert, key, authority } = await reading;
      expect(String(cert)).to.equal(next.serving.certificate);
      expect(String(key)).to.equal(next.serving.key);
      expect(String(authority)).to.equal(next.authority);
    });
  }

  it('waits for both files when a writer writes one after the other', async () => {
    await writePlainly(first);
    const { server, failures, changes } = await serve();
    const next = await issue();
    await writeFile(files.certificate, next.serving.certificate);
    await until('the half-written state is read', () =>
      readCertificateFiles(files).then(
        () => false,
        () => true,
      ),
    );
    await writeFile(files.key, next.serving.key);
    await until('the new certificate is in force', () => changes() === 1);
    expect(await servedBy(server, next.authority)).to.equal(serialOf(next.serving.certificate));
    expect(failures).to.deep.equal([]);
  });

  it('keeps the old certificate when the new key is not its own, says so once, and takes the next good pair', async () => {
    await swing(first);
    const { server, failures, changes } = await serve(50);
    const [one, other] = [await issue(), await issue()];
    await swing({ ...one, serving: { certificate: one.serving.certificate, key: other.serving.key } });
    await until('the failure is told', () => failures.length > 0);
    expect(failures[0]?.message).to.include('do not belong together').and.include(files.key);
    expect(await servedBy(server, first.authority)).to.equal(serialOf(first.serving.certificate));
    await swing(other);
    await until('the good pair is in force', () => changes() === 1);
    expect(failures).to.have.length(1);
    expect(await servedBy(server, other.authority)).to.equal(serialOf(other.serving.certificate));
  });

  it('refuses a certificate that has expired, one that is no certificate, and one that is gone', async () => {
    await writePlainly(first);
    const { server, failures } = await serve();
    await writePlainly(await issue(new Date(Date.now() - 100 * DAY_MS)));
    await until('the expiry is told', () => failures.length === 1);
    await writeFile(files.certificate, 'nonsense');
    await until('the nonsense is told', () => failures.length === 2);
    await rm(files.certificate);
    await until('the absence is told', () => failures.length === 3);
    expect(failures.map(({ message }) => message.replace(/.*tls\.crt/, '').replace(/\d.*/, ''))).to.deep.equal([
      ' expired on ',
      ' holds no certificate that can be read',
      ' cannot be read: no such file or folder',
    ]);
    expect(await servedBy(server, first.authority)).to.equal(serialOf(first.serving.certificate));
  });

  it('refuses a pair that parses but cannot be served with, and keeps the old one', async () => {
    await writePlainly(first);
    const { server, failures, changes } = await serve();
    const broken = '-----BEGIN CERTIFICATE-----\nbm9uc2Vuc2U=\n-----END CERTIFICATE-----\n';
    const next = await issue();
    const chain = `${next.serving.certificate.trimEnd()}\n${broken}`;
    await writePlainly({ ...next, serving: { ...next.serving, certificate: chain } });
    await until('the failure is told', () => failures.length > 0);
    expect(failures[0]?.message).to.equal(`${files.certificate} and ${files.key} cannot be served with`);
    expect(changes()).to.equal(0);
    expect(await servedBy(server, first.authority)).to.equal(serialOf(first.serving.certificate));
  });

  it('tells of a listener that cannot take the new pair, and offers it the next', async () => {
    await writePlainly(first);
    const failures: TlsError[] = [];
    const offered: string[] = [];
    const following = followCertificateFiles(files, await readCertificateFiles(files), {
      onChanged: ({ cert }) => {
        offered.push(serialOf(cert.toString()));
        if (offered.length === 1) throw new Error('not this one');
      },
      onFailed: (error) => failures.push(error),
    });
    closers.push(() => {
      following.close();
    });
    await writePlainly(await issue());
    await until('the failure is told', () => failures.length === 1);
    expect(failures[0]?.message).to.include('not this one');
    const next = await issue();
    await writePlainly(next);
    await until('the next is offered', () => offered.at(-1) === serialOf(next.serving.certificate));
  });

  it('says when the certificate and the CA that signed it end', async () => {
    const stranger = await issueAuthority(new Date());
    await writePlainly({ ...first, authority: `${stranger.certificate}${first.authority}` });
    const served = await readCertificateFiles(files);
    expect(served.servingExpiresAt).to.equal(Date.parse(new X509Certificate(first.serving.certificate).validTo));
    expect(served.authorityExpiresAt).to.equal(Date.parse(new X509Certificate(first.authority).validTo));
    expect((await readCertificateFiles({ ...files, authority: undefined })).authorityExpiresAt).to.equal(undefined);
  });

  it('shows nothing of a private key that cannot be read', async () => {
    await writePlainly(first);
    await writeFile(files.key, first.serving.key.replace('PRIVATE KEY', 'PRIVATE KYE'));
    const error: unknown = await readCertificateFiles(files).catch((reason: unknown) => reason);
    expect(error).to.be.instanceOf(TlsError);
    expect((error as TlsError).message).to.equal(`${files.key} holds no private key that can be read`);
  });
});
