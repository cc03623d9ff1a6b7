import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { newcomersEnvironment, paste, repository, theClone } from './clone.js';
import { eventually } from './e2e/harness/eventually.js';
import { freePort, isFree } from './e2e/harness/port.js';
import { own } from './e2e/harness/running-process.js';
import { createReader, exampleOf, mentions, needsCluster, readme } from './readme.js';

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

/** Serves by this command, pastes the one that it prints, and gives the answer to that and all that was said before. */
async function firstDenial(cwd: string, line: string) {
  const env = newcomersEnvironment();
  const child = spawn('sh', ['-c', line], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  own(child);
  try {
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
    const printed = await eventually('the command to paste', () => /^curl .*$/m.exec(said)?.[0], { withinMs: 60_000 });
    const serving = await eventually('it serves', () => /^.*"msg":"serving".*$/m.exec(said)?.[0], { withinMs: 20_000 });
    return { denial: await paste(cwd, printed), serving };
  } finally {
    const ended = once(child, 'exit');
    // npm hands no second signal on, so the whole group is told.
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    await ended;
  }
}

describe('the README', function () {
  this.timeout(1_800_000);
  let clone: string;
  const { follow, runs, notRun } = createReader((line, env) => paste(clone, line, env));

  before(async () => {
    clone = await theClone();
  });

  it('shows a denial with two commands, and the one that the second prints', async () => {
    runs('npm start');
    const areFree = (await isFree(8443)) && (await isFree(8080));
    // Something else on this machine may have the ports: what is denied is the same on others.
    const others = areFree ? '' : ` -- --port ${await freePort()} --metrics-port ${await freePort()}`;
    const { denial } = await firstDenial(clone, `npm start${others}`);
    expect(denial.code).to.equal(0);
    expectShown('npm start', denial.stdout);
  });

  it('names the flags for other ports', async () => {
    const line = 'npm start -- --port 9443 --metrics-port 9080';
    expect(mentions()).to.include(line);
    runs(line);
    const [port, metricsPort] = [await freePort(), await freePort()];
    const { denial, serving } = await firstDenial(
      clone,
      line.replace('9443', String(port)).replace('9080', String(metricsPort)),
    );
    expect(denial.stdout).to.match(/^Deployment "web" is not ready for production/);
    expect(JSON.parse(serving)).to.include({ port, metricsPort });
  });

  it('mentions commands that do what the sentence says', async () => {
    const said: Readonly<Record<string, RegExp>> = {
      'npm run build': /esbuild /,
      'seaworthy explain require-probes': /^# require-probes\n/,
      'seaworthy policies': /^require-probes /m,
      'seaworthy completion --help': /^ {2}bash {2}/m,
    };
    for (const [line, expected] of Object.entries(said)) {
      expect(mentions()).to.include(line);
      runs(line);
      const { code, stdout, stderr } = await paste(clone, line.replace(/^seaworthy /, 'npx seaworthy '));
      expect({ code, stderr }, line).to.deep.equal({ code: 0, stderr: '' });
      expect(stdout, line).to.match(expected);
    }
  });

  it('packs the command and installs it where the shell finds it', async () => {
    const prefix = mkdtempSync(join(tmpdir(), 'seaworthy-prefix-'));
    try {
      expect((await follow('npm pack', { npm_config_prefix: prefix })).code).to.equal(0);
      const installed = await paste(tmpdir(), `${join(prefix, 'bin', 'seaworthy')} --version`);
      expect(installed).to.include({ code: 0, stdout: '0.1.0\n' });
    } finally {
      rmSync(prefix, { recursive: true });
    }
  });

  it('shows what check says about the example', async () => {
    const { code, stdout } = await follow('npx seaworthy check');
    expect(code).to.equal(1);
    expectShown('npx seaworthy check', stdout);
  });

  it('shows what fix would write, and writes nothing', async () => {
    const before = readFileSync(join(clone, 'docs/examples/web.yaml'), 'utf8');
    const { code, stdout } = await follow('npx seaworthy fix --dry-run');
    expect(code).to.equal(1);
    expect(stdout).to.match(/^\+ +allowPrivilegeEscalation: false$/m);
    expect(readFileSync(join(clone, 'docs/examples/web.yaml'), 'utf8')).to.equal(before);
  });

  it('makes a receipt and validates the configuration that it shows', async () => {
    const receipt = await follow('npx seaworthy receipt');
    expect(JSON.parse(receipt.stdout)).to.have.property('digest');
    expect((await follow('npx seaworthy config validate')).code).to.equal(0);
    const shown = /```yaml\n([\s\S]*?)```/.exec(readFileSync(readme, 'utf8'))?.[1];
    expect(readFileSync(join(repository, 'docs/examples/seaworthy.yaml'), 'utf8')).to.equal(shown);
  });

  it('has no command that nothing runs, but for those that ask a cluster', () => {
    expect(notRun().filter((line) => !needsCluster(line))).to.deep.equal([]);
  });
});
