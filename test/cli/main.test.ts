import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { seaworthy, withFiles } from './seaworthy.js';

/** Prints every module that is loaded, through a hook on loading. */
const tracing = `data:text/javascript,${encodeURIComponent(`
  import { register } from 'node:module';
  register('data:text/javascript,' + encodeURIComponent(\`
    import { writeSync } from 'node:fs';
    export async function load(url, context, next) { writeSync(2, 'loaded ' + url + '\\\\n'); return next(url, context); }
  \`));
`)}`;

describe('seaworthy', function () {
  this.timeout(60_000);

  it('prints its version', async () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    expect(await seaworthy(['--version'])).to.deep.equal({ code: 0, stdout: `${version}\n`, stderr: '' });
  });

  it('loads neither the Kubernetes client, nor express, nor ajv for its version', async () => {
    const { stderr } = await seaworthy(['--version'], { node: ['--import', tracing] });
    expect(stderr).to.include('loaded file:');
    expect(stderr).to.include('node_modules/commander/');
    expect(stderr).not.to.match(/node_modules\/(?:@kubernetes|express|ajv|yaml|js-yaml|pino|prom-client|@peculiar)\//);
  });

  it('loads neither the Kubernetes client nor express to check a manifest', async () => {
    const { stderr } = await seaworthy(['check', '-'], { node: ['--import', tracing] });
    expect(stderr).to.include('node_modules/ajv/');
    expect(stderr).not.to.match(/node_modules\/(?:@kubernetes|express|pino|prom-client|@peculiar)\//);
  });

  it('prints its help, with every command, and fails, when it is asked for nothing', async () => {
    const { code, stdout, stderr } = await seaworthy([]);
    expect([code, stdout]).to.deep.equal([2, '']);
    for (const command of [
      'serve',
      'check',
      'fix',
      'audit',
      'policies',
      'explain',
      'receipt',
      'config validate',
      'certs ensure',
    ]) {
      expect(stderr).to.match(new RegExp(`^ {2}${command}\\b`, 'm'));
    }
  });

  it('prints its help on standard output when it is asked for it', async () => {
    const { code, stdout, stderr } = await seaworthy(['--help']);
    expect([code, stderr]).to.deep.equal([0, '']);
    expect(stdout).to.match(/^Usage: seaworthy /);
  });

  const mistakes: readonly [string, readonly string[], string][] = [
    ['a command', ['chekc'], `unknown command 'chekc'; did you mean "check"?`],
    ['the beginning of a command', ['pol'], `unknown command 'pol'; did you mean "policies"?`],
    ['a command that is a flag', ['version'], `unknown command 'version'; did you mean "--version"?`],
    ['half a command', ['validate', 'x'], `unknown command 'validate'; did you mean "config validate"?`],
    ['a command below another', ['config', 'validat'], `unknown command 'validat'; did you mean "validate"?`],
    ['another command below one', ['config', 'check'], `unknown command 'check'; there is config validate`],
    ['half a command behind help', ['help', 'ensure'], `unknown command 'ensure'; did you mean "certs ensure"?`],
    ['a flag', ['check', '--profil', 'strict', 'x.yaml'], `unknown option '--profil'; did you mean "--profile"?`],
    [
      'a flag with its value',
      ['check', '--profil=strict'],
      `unknown option '--profil=strict'; did you mean "--profile"?`,
    ],
    ['a flag of its own', ['--versio'], `unknown option '--versio'; did you mean "--version"?`],
    ['the first word of a flag', ['fix', '--dry'], `unknown option '--dry'; did you mean "--dry-run"?`],
    ['the last word of a flag', ['check', '--severity'], `unknown option '--severity'; did you mean "--min-severity"?`],
    ['a form of a word', ['check', '--schema'], `unknown option '--schema'; did you mean "--strict-schemas"?`],
    ['half of two flags', ['serve', '--tls'], `unknown option '--tls'; did you mean "--tls-key" or "--tls-cert"?`],
    ['the flag of another command', ['audit', '--dry-run'], `unknown option '--dry-run'; see audit --help`],
    [
      'a value of a flag',
      ['check', '--format', 'jsn', 'x.yaml'],
      `option '--format <format>' argument 'jsn' is invalid. Allowed choices are text, json, sarif, junit, github; did you mean "json"?`,
    ],
    [
      'a shell',
      ['completion', 'fihs'],
      `command-argument value 'fihs' is invalid for argument 'shell'. Allowed choices are bash, zsh, fish; did you mean "fish"?`,
    ],
    [
      'an argument',
      ['policies', 'require-probes'],
      "too many arguments for 'policies'. Expected 0 arguments but got 1; see policies --help",
    ],
    ['no shell, and so one', ['completion'], "missing required argument 'shell'; see completion --help"],
    ['another command behind help', ['help', 'config', 'x'], "unknown command 'x'; there is config validate"],
    ['a flag of nobody', ['config', 'validate', '--zzz'], `unknown option '--zzz'; see config validate --help`],
  ];
  for (const [what, args, complaint] of mistakes) {
    it(`refuses ${what} that does not exist in one line with the nearest right name, or with where to find it`, async () => {
      expect(await seaworthy(args)).to.deep.equal({ code: 2, stdout: '', stderr: `seaworthy: ${complaint}\n` });
    });
  }

  for (const [command, subcommand] of [
    ['config', 'validate'],
    ['certs', 'ensure'],
  ] as const) {
    it(`asks in one line what ${command} is to do when it is not told`, async () => {
      const stderr = `seaworthy: ${command} needs a subcommand: ${subcommand}; see ${command} --help\n`;
      expect(await seaworthy([command])).to.deep.equal({ code: 2, stdout: '', stderr });
    });

    it(`prints the help of ${command} when it is asked for it`, async () => {
      for (const args of [
        [command, '--help'],
        ['help', command],
      ]) {
        const { code, stdout, stderr } = await seaworthy(args);
        expect([code, stderr]).to.deep.equal([0, '']);
        expect(stdout).to.match(new RegExp(`^Usage: seaworthy ${command} `));
      }
      const { code, stdout } = await seaworthy(['help', command, subcommand]);
      expect(code).to.equal(0);
      expect(stdout).to.match(new RegExp(`^Usage: seaworthy ${command} ${subcommand} `));
    });
  }

  it('suggests the nearest command where help is asked about another', async () => {
    const { code, stdout, stderr } = await seaworthy(['help', 'chek']);
    expect({ code, stdout }).to.deep.equal({ code: 2, stdout: '' });
    expect(stderr).to.equal('seaworthy: unknown command \'chek\'; did you mean "check"?\n');
    expect((await seaworthy(['help', 'zzz'])).stderr).to.match(/^seaworthy: unknown command 'zzz'; there are serve, /);
  });

  it('prints what is wrong with a configuration file, and where', async () => {
    await withFiles({ 'c.yaml': 'apiVersion: seaworthy.dev/v1\nkind: Configuration\nceilin: warn\n' }, async (cwd) => {
      const { code, stdout } = await seaworthy(['config', 'validate', 'c.yaml'], { cwd });
      expect(code).to.equal(2);
      expect(stdout).to.match(/^c\.yaml:3:1: .*ceiling/);
    });
  });

  it('ends in peace when its reader has seen enough', async () => {
    const child = spawn(process.execPath, ['--import', 'tsx', 'src/cli/main.ts', 'policies'], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stderr = '';
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    child.stdout.destroy();
    expect(await once(child, 'close')).to.deep.equal([0, null]);
    expect(stderr).to.equal('');
  });
});
