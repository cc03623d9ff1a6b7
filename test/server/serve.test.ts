import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import net from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { issueThrowAway } from '../../certs/throw-away.js';
import { packageRoot } from '../../src/cli/package-root.js';
import { fitDeployment, responseIn, review, unfitDeployment } from './review.js';
import { send } from './running-server.js';

const uid = 'e8b4e1c4-6f2e-4e0e-9f0a-5d7c3f1b2a99';
const main = join(packageRoot(), 'src/cli/main.ts');
const started: ChildProcess[] = [];

/** Runs the command from its sources, in an environment that knows no cluster. */
function serve(...args: readonly string[]) {
  const { KUBECONFIG: _file, KUBERNETES_SERVICE_HOST: _host, ...env } = process.env;
  const child = spawn(process.execPath, ['--import', 'tsx', main, 'serve', ...args], { cwd: packageRoot(), env });
  started.push(child);
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (data: Buffer) => (output.stdout += data.toString()));
  child.stderr.on('data', (data: Buffer) => (output.stderr += data.toString()));
  const exit = once(child, 'close').then(([code]) => code as number | null);
  return { child, output, exit };
}

type Served = ReturnType<typeof serve>;

const linesOf = ({ output }: Served): readonly Record<string, unknown>[] =>
  output.stderr
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Record<string, unknown>);

/** Waits for a log line with this message and gives it. */
async function logged(served: Served, message: string): Promise<Record<string, unknown>> {
  const deadline = Date.now() + 30_000;
  for (;;) {
    const line = linesOf(served).find(({ msg }) => msg === message);
    if (line !== undefined) return line;
    if (Date.now() > deadline || served.child.exitCode !== null) throw new Error(served.output.stderr);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function standalone(...args: readonly string[]) {
  const served = serve('--standalone', '--port', '0', '--metrics-port', '0', ...args);
  const { port, metricsPort } = await logged(served, 'serving');
  const caFile = /the CA in (\S+)/.exec(served.output.stderr)?.[1] ?? '';
  const ca = await readFile(caFile, 'utf8');
  const ask = async (object = unfitDeployment) => {
    const options = { host: '127.0.0.1', port: Number(port), ca, path: '/validate?timeout=10s', method: 'POST' };
    return responseIn(await send(options, JSON.stringify(review(object))), uid);
  };
  return { ...served, port: Number(port), origin: `http://127.0.0.1:${String(metricsPort)}`, ask };
}

describe('seaworthy serve', function () {
  this.timeout(60_000);
  after(() => {
    for (const child of started) child.kill('SIGKILL');
  });

  it('judges without a cluster, says how to try it, and writes its log to standard error alone', async () => {
    const server = await standalone('--drain-seconds', '0.2');
    expect(server.output.stderr).to.match(/judged by profile production \(\d+ policies\)/);
    const command = server.output.stderr.split('\n').find((line) => line.startsWith('curl ')) ?? '';
    const shell = spawn('sh', ['-c', command], { cwd: packageRoot() });
    const [printed] = (await once(shell.stdout, 'data')) as [Buffer];
    expect(printed.toString()).to.match(/^Deployment "web" is not ready for production \(profile production\)/);
    expect((await server.ask(fitDeployment)).allowed).to.equal(true);
    expect(await logged(server, 'review')).to.include({ decision: 'deny', uid: 'first-try', kind: 'Deployment' });
    const metrics = await (await fetch(`${server.origin}/metrics`)).text();
    expect(metrics).to.match(/seaworthy_policy_duration_seconds_count\{policy="require-probes"\} [1-9]\d*\n/);
    expect(metrics).to.match(/seaworthy_tls_certificate_expiry_timestamp_seconds\{role="ca"\} \d{10}/);
    server.child.kill('SIGTERM');
    expect(await server.exit).to.equal(0);
    expect(server.output.stdout).to.equal('');
  });

  it('is unready from the signal on, answers meanwhile, and ends with 0', async () => {
    const server = await standalone('--drain-seconds', '2');
    expect((await fetch(`${server.origin}/readyz`)).status).to.equal(200);
    const start = Date.now();
    server.child.kill('SIGINT');
    await logged(server, 'draining');
    const unready = await fetch(`${server.origin}/readyz`);
    expect([unready.status, await unready.text()]).to.deep.equal([503, 'shutting down\n']);
    expect((await server.ask()).allowed).to.equal(false);
    expect(await server.exit).to.equal(0);
    expect(Date.now() - start).to.be.within(1900, 6000);
  });

  it('ends within three seconds of a second signal', async () => {
    const server = await standalone('--drain-seconds', '60');
    server.child.kill('SIGTERM');
    await logged(server, 'draining');
    const start = Date.now();
    server.child.kill('SIGTERM');
    expect(await server.exit).to.equal(0);
    expect(Date.now() - start).to.be.below(3000);
  });

  it('swaps configuration and certificate while it runs, and keeps the old ones when the new are bad', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'seaworthy-serve-'));
    const [config, cert, key] = ['config.yaml', 'tls.crt', 'tls.key'].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ];
    const write = async (text: string): Promise<void> => {
      await writeFile(config, `apiVersion: seaworthy.dev/v1\nkind: Configuration\n${text}\n`);
    };
    const pair = await issueThrowAway(new Date());
    await Promise.all([write('ceiling: enforce'), writeFile(cert, pair.certificate), writeFile(key, pair.key)]);
    await writeFile(join(folder, 'ca.crt'), pair.authority);
    const server = await standalone('--config', config, '--tls-cert', cert, '--tls-key', key);
    expect((await server.ask()).allowed).to.equal(false);
    await write('ceiling: nonsense');
    await logged(server, 'configuration refused; the old one stays in force');
    expect((await server.ask()).allowed).to.equal(false);
    await write('ceiling: audit');
    await logged(server, 'configuration reloaded');
    expect((await server.ask()).allowed).to.equal(true);
    await writeFile(key, 'no key');
    await logged(server, 'certificate refused; the old one stays in force');
    expect((await server.ask()).allowed).to.equal(true);
    const metrics = await (await fetch(`${server.origin}/metrics`)).text();
    expect(metrics).to.match(/seaworthy_config_reload_failures_total 1\n/);
    expect(metrics).to.match(/seaworthy_tls_reload_failures_total 1\n/);
    const next = await issueThrowAway(new Date());
    await Promise.all([
      writeFile(cert, next.certificate),
      writeFile(key, next.key),
      writeFile(join(folder, 'ca.crt'), next.authority),
    ]);
    await logged(server, 'certificate reloaded');
    const options = { host: 'localhost', port: server.port, ca: next.authority, path: '/validate', method: 'POST' };
    expect(responseIn(await send(options, JSON.stringify(review(fitDeployment))), uid).allowed).to.equal(true);
  });

  it('fails in one line, with exit code 2', async () => {
    const taken = net.createServer().listen(0);
    await once(taken, 'listening');
    const { port } = taken.address() as AddressInfo;
    const cases: readonly (readonly [readonly string[], RegExp])[] = [
      [
        ['--standalone', '--port', String(port), '--metrics-port', '0'],
        /port \d+ is in use; choose another with --port/,
      ],
      [['--standalone', '--metrics-port', String(port)], /port \d+ is in use; choose another with --metrics-port/],
      [['--standalone', '--port', '70000'], /a port is 0 to 65535/],
      [['--standalone', '--prot', '1'], /unknown option '--prot'/],
      [['--standalone', '--drain-seconds', 'ten'], /seconds are 0 to 3600/],
      [
        ['--standalone', '--profile', 'prodution'],
        /^seaworthy: unknown profile "prodution"; did you mean "production"\?\n$/,
      ],
      [
        ['--standalone', '--profile', 'zzz'],
        /^seaworthy: unknown profile "zzz"; there are baseline, production, strict\n$/,
      ],
      [['--profile', 'strict'], /--profile needs --standalone/],
      [['--standalone', '--tls-cert', '/no/x', '--tls-key', '/no/y'], /\/no\/x cannot be read/],
      [['--standalone', '--config', '/no/such.yaml'], /\/no\/such.yaml:1:1: .*no such file/],
      [['--kubeconfig', '/no/kubeconfig'], /\/no\/kubeconfig/],
      [[], /no cluster: .*serve --standalone/],
    ];
    for (const [args, message] of cases) {
      const served = serve(...args);
      expect(await served.exit, args.join(' ')).to.equal(2);
      expect(served.output.stderr)
        .to.match(message)
        .and.to.match(/^seaworthy: .*\n$/);
      expect(served.output.stdout).to.equal('');
    }
    taken.close();
  });
});
