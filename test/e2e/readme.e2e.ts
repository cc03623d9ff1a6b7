import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import { helmBinary } from './harness/binaries.js';
import { eventually } from './harness/eventually.js';
import { runCommand } from './harness/run-command.js';
import { own } from './harness/running-process.js';
import { theCluster } from './harness/suite.js';

const repository = path.resolve(import.meta.dirname, '../..');
const readme = path.join(repository, 'README.md');

interface Example {
  /** The lines of one `sh` block, each a whole command. */
  readonly commands: readonly string[];
  /** What the block of text after it shows, up to the next heading. */
  readonly shown: string | undefined;
}

/** The examples of the README, in order. */
function examples(): readonly Example[] {
  const text = readFileSync(readme, 'utf8');
  return text
    .split('```sh\n')
    .slice(1)
    .map((rest) => {
      const [block = '', after = ''] = rest.split('```\n', 2);
      const commands = block.replaceAll('\\\n', ' ').trim().split('\n');
      const section = rest.slice(block.length + 4).split('```sh\n')[0] ?? after;
      const shown = /```text\n([\s\S]*?)```/.exec(section.split('\n## ')[0] ?? '')?.[1];
      return { commands, shown };
    });
}

/** What a span of code in a sentence begins with when it is a command; a name alone, such as npx seaworthy, is none. */
const beginsCommand = /^(?:npm|seaworthy|npx seaworthy|kubectl|helm|curl|git) /;

/** The commands that stand in a sentence, outside of the examples. */
function mentions(): readonly string[] {
  const sentences = readFileSync(readme, 'utf8').replaceAll(/^```[\s\S]*?^```$/gm, '');
  const spans = [...sentences.matchAll(/`([^`]+)`/g)].map(([, span = '']) => span.replaceAll(/\s+/g, ' '));
  return spans.filter((span) => beginsCommand.test(span));
}

/** What .ci/run runs itself, or what `npm run check` does, so that nothing is run twice. */
const partOfTheGate = ['npm ci', 'npm test', 'npm run check', 'npm run e2e'];

function exampleOf(command: string): Example {
  const found = examples().find(({ commands }) => commands.some((line) => line.startsWith(command)));
  if (found === undefined) throw new Error(`the README has no command ${command}`);
  return found;
}

/** Holds a transcript to what the command really said; UPDATE_GOLDEN=1 writes it down instead. */
function expectShown(command: string, said: string): void {
  const { shown } = exampleOf(command);
  if (shown === undefined) throw new Error(`the README shows nothing of what ${command} says`);
  if (process.env['UPDATE_GOLDEN'] === '1' && shown !== said) {
    const text = readFileSync(readme, 'utf8');
    const start = text.indexOf('```text\n', text.indexOf(command)) + '```text\n'.length;
    writeFileSync(readme, text.slice(0, start) + said + text.slice(text.indexOf('```', start)));
    return;
  }
  expect(said).to.equal(shown);
}

/** Runs a line as a reader does: in a shell, in the folder of the project, with what they would have on their PATH. */
function paste(line: string, env: NodeJS.ProcessEnv = {}) {
  const folders = [path.dirname(helmBinary()), process.env['PATH']].join(path.delimiter);
  return runCommand('sh', ['-c', `cd '${repository}' && ${line}`], {
    env: { ...process.env, NO_COLOR: '1', npm_config_loglevel: 'error', ...env, PATH: folders },
    timeoutMs: 300_000, // npm asks a registry, which may take its time
  });
}

const run = new Set<string>();

/** Runs every command of the block that starts with these words, and gives what the last one said. */
async function follow(command: string, env?: NodeJS.ProcessEnv, change = (line: string) => line) {
  let last = { code: 0, stdout: '', stderr: '' };
  for (const line of exampleOf(command).commands) {
    run.add(line);
    last = await paste(change(line), env);
    if (last.code > 1) throw new Error(`${line}: exit ${last.code}\n${last.stderr}`);
  }
  return last;
}

/** Serves by this command, pastes the one that it prints, and gives the answer to that and all that was said before. */
async function firstDenial(line: string) {
  const child = spawn('sh', ['-c', line], { cwd: repository, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  own(child);
  try {
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
    const printed = await eventually('the command to paste', () => /^curl .*$/m.exec(said)?.[0], { withinMs: 60_000 });
    const serving = await eventually('it serves', () => /^.*"msg":"serving".*$/m.exec(said)?.[0], { withinMs: 20_000 });
    return { denial: await paste(printed), serving };
  } finally {
    const ended = once(child, 'exit');
    // npm hands no second signal on, so the whole group is told.
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    await ended;
  }
}

/** Ports that nobody listens on now: of those that the README names, another test on this machine may have one. */
async function freePorts(count: number): Promise<readonly number[]> {
  const servers = Array.from({ length: count }, () => net.createServer().listen(0));
  await Promise.all(servers.map((server) => once(server, 'listening')));
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => once(server.close(), 'close')));
  return ports;
}

describe('the README', () => {
  it('shows a denial with two commands, and the one that the second prints', async () => {
    run.add('npm start');
    const { denial } = await firstDenial('npm start');
    expect(denial.code).to.equal(0);
    expectShown('npm start', denial.stdout);
  });

  it('names the flags for other ports', async () => {
    const line = 'npm start -- --port 9443 --metrics-port 9080';
    expect(mentions()).to.include(line);
    run.add(line);
    const [port = 0, metricsPort = 0] = await freePorts(2);
    const { denial, serving } = await firstDenial(
      line.replace('9443', String(port)).replace('9080', String(metricsPort)),
    );
    expect(denial.stdout).to.match(/^Deployment "web" is not ready for production/);
    expect(JSON.parse(serving)).to.include({ port, metricsPort });
  });

  it('mentions commands that do what the sentence says', async () => {
    const { admin } = theCluster();
    const said: Readonly<Record<string, RegExp>> = {
      'npm run build': /esbuild /,
      'seaworthy explain require-probes': /^# require-probes\n/,
      'seaworthy policies': /^require-probes /m,
      'seaworthy completion --help': /^ {2}bash {2}/m,
      // That it is applied for good, and what then runs, is shown by the test of the installation.
      'kubectl apply -f deploy/install.yaml': /^deployment\.apps\/seaworthy .*dry run/m,
    };
    for (const [line, expected] of Object.entries(said)) {
      expect(mentions()).to.include(line);
      run.add(line);
      const typed = line.replace(/^seaworthy /, 'npx seaworthy ').replace(/^(kubectl apply) /, '$1 --dry-run=client ');
      const { code, stdout, stderr } = await paste(typed, { KUBECONFIG: admin.kubeconfig });
      expect({ code, stderr }, line).to.deep.equal({ code: 0, stderr: '' });
      expect(stdout, line).to.match(expected);
    }
  });

  it('packs the command and installs it where the shell finds it', async function () {
    this.timeout(600_000);
    const prefix = mkdtempSync(path.join(tmpdir(), 'seaworthy-prefix-'));
    try {
      for (const line of exampleOf('npm pack').commands) {
        run.add(line);
        if (partOfTheGate.includes(line)) continue;
        expect((await paste(line, { npm_config_prefix: prefix })).code, line).to.equal(0);
      }
      const installed = await paste(`${path.join(prefix, 'bin', 'seaworthy')} --version`);
      expect(installed).to.include({ code: 0, stdout: '0.1.0\n' });
    } finally {
      rmSync(prefix, { recursive: true });
      rmSync(path.join(repository, 'seaworthy-0.1.0.tgz'), { force: true });
    }
  });

  it('shows what check says about the example', async () => {
    const { code, stdout } = await follow('npx seaworthy check');
    expect(code).to.equal(1);
    expectShown('npx seaworthy check', stdout);
  });

  it('shows what fix would write, and writes nothing', async () => {
    const before = readFileSync(path.join(repository, 'docs/examples/web.yaml'), 'utf8');
    const { code, stdout } = await follow('npx seaworthy fix --dry-run');
    expect(code).to.equal(1);
    expect(stdout).to.match(/^\+ +allowPrivilegeEscalation: false$/m);
    expect(readFileSync(path.join(repository, 'docs/examples/web.yaml'), 'utf8')).to.equal(before);
  });

  it('makes a receipt and validates the configuration that it shows', async () => {
    const receipt = await follow('npx seaworthy receipt');
    expect(JSON.parse(receipt.stdout)).to.have.property('digest');
    expect((await follow('npx seaworthy config validate')).code).to.equal(0);
    const shown = /```yaml\n([\s\S]*?)```/.exec(readFileSync(readme, 'utf8'))?.[1];
    expect(readFileSync(path.join(repository, 'docs/examples/seaworthy.yaml'), 'utf8')).to.equal(shown);
  });

  // The scenarios have put parts of Seaworthy into this cluster, which helm would else refuse to take over.
  it('installs the chart with the values that it names, as far as the API server can tell without keeping it', async () => {
    const { admin } = theCluster();
    const { code, stdout, stderr } = await follow(
      'helm install',
      { KUBECONFIG: admin.kubeconfig },
      (line) => `${line} --dry-run=server --take-ownership`,
    );
    expect(stderr).to.equal('');
    expect(code).to.equal(0);
    expect(stdout).to.include('image: registry.example.com/seaworthy:0.1.0\n');
  });

  it('opts a namespace in and out again', async () => {
    const { admin } = theCluster();
    const env = { KUBECONFIG: admin.kubeconfig };
    await admin.succeed(['create', 'namespace', 'shop']);
    for (const start of [
      'npx seaworthy audit',
      'kubectl label namespace shop seaworthy.dev/warn',
      'kubectl label namespace shop seaworthy.dev/enforce=',
    ]) {
      expect((await follow(start, env)).code).to.equal(0);
    }
    const labels = await admin.succeed(['get', 'namespace', 'shop', '-o', 'jsonpath={.metadata.labels}']);
    for (const label of ['audit', 'warn', 'inject', 'enforce'])
      expect(labels).to.include(`"seaworthy.dev/${label}":"production"`);
    expect((await follow('kubectl label namespace shop seaworthy.dev/enforce-', env)).code).to.equal(0);
    await admin.succeed(['delete', 'namespace', 'shop', '--wait=false']);
  });

  it('has no command that nothing runs', () => {
    const commands = [...examples().flatMap((example) => example.commands), ...mentions()];
    expect(commands.filter((line) => !run.has(line) && !partOfTheGate.includes(line))).to.deep.equal([]);
  });
});
