import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import net from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { issueThrowAway } from '../../certs/throw-away.js';
import { packageRoot } from '../../src/cli/package-root.js';
import { kubeconfigFor, startApiServer } from '../cluster/api-server.js';
import { until } from '../cluster/until.js';
import { fitDeployment, responseIn, review } from './review.js';
import { send } from './running-server.js';
import { killServed, logged, serve, standalone, uid } from './served-process.js';
import { timed } from '../timed.js';

describe('seaworthy serve', function () {
  this.timeout(60_000);
  after(killServed);

  it('judges without a cluster, says how to try it, and writes its log to standard error alone', async () => {
    const server = await standalone(['--drain-seconds', '0.2']);
    expect(server.output.stderr).to.match(/judged by profile production \(\d+ policies\)/);
    expect(server.output.stderr).to.match(/\nseaworthy: Pods are injected with what they lack, by .*require-resources/);
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

  it('says where the CA is that it made for itself, in a cluster and at any level of the log too', async () => {
    const cluster = await startApiServer();
    const kubeconfig = join(await mkdtemp(join(tmpdir(), 'seaworthy-')), 'kubeconfig');
    await writeFile(kubeconfig, kubeconfigFor(cluster.address));
    const ports = ['--port', '0', '--metrics-port', '0'];
    const server = serve(['--kubeconfig', kubeconfig, '--log-level', 'silent', ...ports]);
    try {
      await until('a line is printed', () => server.output.stderr.endsWith('\n'), 30_000);
      const [, file = ''] = /^seaworthy: clients are to trust the CA in (\S+)\n$/.exec(server.output.stderr) ?? [];
      expect(await readFile(file, 'utf8'), server.output.stderr).to.include('BEGIN CERTIFICATE');
    } finally {
      server.child.kill('SIGKILL');
      await server.exit;
      await cluster.close();
    }
  });

  it('does not promise to inject where the ceiling keeps it from that', async () => {
    const file = join(await mkdtemp(join(tmpdir(), 'seaworthy-')), 'seaworthy.yaml');
    await writeFile(file, 'apiVersion: seaworthy.dev/v1\nkind: Configuration\nceiling: audit\n');
    const { stderr } = (await standalone(['--config', file])).output;
    expect(stderr).to.include('judged by profile production').and.not.to.include('injected');
  });

  timed('is unready from the signal on, answers meanwhile, and ends with 0', async () => {
    const server = await standalone(['--drain-seconds', '2']);
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

  timed('has nobody wait who stops a server that serves no cluster', async () => {
    const server = await standalone();
    expect((await server.ask()).allowed).to.equal(false);
    const start = Date.now();
    server.child.kill('SIGINT');
    expect(await server.exit).to.equal(0);
    expect(Date.now() - start).to.be.below(3000);
    expect(await logged(server, 'draining')).to.include({ drainSeconds: 0 });
  });

  timed('ends within three seconds of a second signal', async () => {
    const server = await standalone(['--drain-seconds', '60']);
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
    const server = await standalone(['--config', config, '--tls-cert', cert, '--tls-key', key]);
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
      [
        ['--standalone', '--tls-cert', '/no/x', '--tls-key', '/no/y'],
        /\/no\/x cannot be read: .*\/no\/y cannot be read: /,
      ],
      [['--standalone', '--config', '/no/such.yaml'], /\/no\/such.yaml: .*no such file/],
      [['--kubeconfig', '/no/kubeconfig'], /\/no\/kubeconfig/],
      [[], /no cluster: .*serve --standalone/],
    ];
    for (const [args, message] of cases) {
      const served = serve(args);
      expect(await served.exit, args.join(' ')).to.equal(2);
      expect(served.output.stderr)
        .to.match(message)
        .and.to.match(/^seaworthy: .*\n$/);
      expect(served.output.stdout).to.equal('');
    }
    taken.close();
  });
});
