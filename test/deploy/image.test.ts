import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect } from 'chai';
import { buildImage, identityOfImage, listImage } from './image.js';
import type { Image } from './image.js';
import { issueCertificate } from '../e2e/harness/certificate.js';
import { eventually } from '../e2e/harness/eventually.js';
import { freePort } from '../e2e/harness/port.js';
import { own } from '../e2e/harness/running-process.js';

const manifest = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

/** Starts what the image starts: as its user, without a home, and with nowhere to write. */
function start(
  image: Image,
  ...args: readonly string[]
): ChildProcess & { stdout: NodeJS.ReadableStream; stderr: NodeJS.ReadableStream } {
  const [command, ...rest] = image.command(...args);
  const environment = { PATH: process.env['PATH'], TMPDIR: image.root, ...image.environment };
  const child = spawn(command, rest, {
    cwd: image.workdir,
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
    ...image.identity,
  });
  own(child);
  return child;
}

async function ended(child: ChildProcess): Promise<number | null> {
  await eventually('the process has ended', () => child.exitCode !== null || child.signalCode !== null);
  return child.exitCode;
}

const review = {
  apiVersion: 'admission.k8s.io/v1',
  kind: 'AdmissionReview',
  request: {
    uid: '5f1d8a52-6c1c-4f0e-9a55-0c7f5a3e2b11',
    kind: { group: 'apps', version: 'v1', kind: 'Deployment' },
    resource: { group: 'apps', version: 'v1', resource: 'deployments' },
    name: 'web',
    namespace: 'shop',
    operation: 'CREATE',
    userInfo: { username: 'jane' },
    object: {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'web', namespace: 'shop' },
      spec: {
        replicas: 2,
        selector: { matchLabels: { app: 'web' } },
        template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'web', image: 'web' }] } },
      },
    },
    oldObject: null,
    options: null,
    dryRun: false,
  },
};

interface Answer {
  readonly response: {
    readonly uid: string;
    readonly allowed: boolean;
    readonly status?: { readonly message: string };
  };
}

function ask(port: number, ca: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const headers = { 'Content-Type': 'application/json' };
    const asked = request(
      { host: '127.0.0.1', port, ca, method: 'POST', path: '/validate?timeout=10s', headers },
      (response) => {
        text(response).then((body) => {
          resolve(JSON.parse(body) as Answer);
        }, reject);
      },
    );
    asked.on('error', reject);
    asked.end(JSON.stringify(review));
  });
}

/** The tests can fail as any user; as the image's own they also show that it reads nothing that only its owner may read. */
const user =
  identityOfImage() === undefined ? 'as the user of the tests, who cannot become its own' : 'as its own user';

describe(`the image, run ${user}`, function () {
  this.timeout(1_800_000);
  let image: Image;
  let files: string;
  const cleanUp: (() => void)[] = [];

  before(async () => {
    image = await buildImage();
    cleanUp.push(image.remove);
    files = mkdtempSync(join(tmpdir(), 'seaworthy-image-files-'));
    cleanUp.push(() => {
      rmSync(files, { recursive: true });
    });
    chmodSync(files, 0o755);
  });

  after(() => {
    for (const step of cleanUp) step();
  });

  it('holds compiled files and production packages alone', () => {
    const paths = listImage(image).map((line) => line.split(' ')[0] ?? '');
    const own = paths.filter((path) => !path.startsWith('/app/node_modules'));
    expect(own.filter((path) => path.endsWith('.ts'))).to.deep.equal([]);
    expect(own).to.include('/app/dist/src/cli/main.js');
    // The sources have more than 350 files, and each costs a millisecond of the start.
    expect(own.filter((path) => path.endsWith('.js'))).to.have.length.below(120);
    for (const name of ['typescript', 'mocha', 'eslint', 'tsx'])
      expect(paths).not.to.include(`/app/node_modules/${name}`);
    expect(paths).to.include('/app/node_modules/express');
  });

  it('tells its version without a home, on a file system that it cannot write to', async () => {
    const child = start(image, '--version');
    const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
    expect({ code: await ended(child), stdout: stdout.trim(), stderr }).to.deep.equal({
      code: 0,
      stdout: manifest.version,
      stderr: '',
    });
  });

  it('explains a policy', async () => {
    const child = start(image, 'explain', 'require-probes');
    const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
    expect({ code: await ended(child), stderr }).to.deep.equal({ code: 0, stderr: '' });
    expect(stdout).to.include('require-probes');
  });

  it('serves: it refuses a Deployment that is not fit for production, ends when it is told to, and has written nothing', async () => {
    const before = listImage(image);
    const { ca, cert, key } = await issueCertificate('127.0.0.1');
    writeFileSync(join(files, 'tls.crt'), cert);
    writeFileSync(join(files, 'tls.key'), key);
    const [port, metricsPort] = [await freePort(), await freePort()];
    const ports = [`--port=${port}`, `--metrics-port=${metricsPort}`, '--drain-seconds=1'];
    const tls = [`--tls-cert=${join(files, 'tls.crt')}`, `--tls-key=${join(files, 'tls.key')}`];
    const child = start(image, 'serve', '--standalone', '--profile=production', ...ports, ...tls);
    const log = Promise.all([text(child.stdout), text(child.stderr)]);
    await eventually('the server is ready, or has ended', async () => {
      if (child.exitCode !== null) return true;
      return (await fetch(`http://127.0.0.1:${metricsPort}/readyz`)).ok;
    });
    if (child.exitCode !== null) throw new Error(`serve ended with ${child.exitCode}:\n${(await log).join('')}`);

    const { response } = await ask(port, ca);
    expect(response).to.deep.include({ uid: review.request.uid, allowed: false });
    expect(response.status?.message).to.include('Deployment "web" is not ready for production');

    child.kill('SIGTERM');
    expect(await ended(child)).to.equal(0);
    const [stdout] = await log;
    expect(stdout).to.equal('');
    expect(listImage(image)).to.deep.equal(before);
  });
});
