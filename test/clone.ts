import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { runCommand, type Output } from './e2e/harness/run-command.js';

export const repository = join(import.meta.dirname, '..');

/** What npm hands on to what it starts would steer another npm, and what our tests are told would steer others. */
const steering = /^(?:npm_|INIT_CWD$|NODE_ENV$|SEAWORTHY_|MOCHA_|FORCE_COLOR$)/i;

/** How npm gets to its registry stays as it is on this machine. */
const reaching =
  /^npm_config_(?:(?:registry|userconfig|globalconfig|cache|ca|cafile|cert|key|(?:https?_)?proxy|no_?proxy|strict_ssl)$|[/@])/i;

/** The environment of somebody who begins in a shell, with an npm that says little and asks its registry for what it has not got. */
export function newcomersEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !steering.test(name) || reaching.test(name));
  return {
    ...Object.fromEntries(kept),
    NO_COLOR: '1',
    npm_config_loglevel: 'error',
    npm_config_prefer_offline: 'true',
    npm_config_update_notifier: 'false',
  };
}

/** Copies what is checked out, and not what is committed: a document can then be changed together with the code. */
export async function copyCheckout(into: string): Promise<void> {
  const ignored = (await readFile(join(repository, '.gitignore'), 'utf8')).split('\n');
  const folders = ignored.filter((line) => line.endsWith('/')).map((line) => line.slice(0, -1));
  const leftOut = new Set(['.git', ...folders]);
  await cp(repository, into, { recursive: true, filter: (source) => !leftOut.has(relative(repository, source)) });
}

/** Runs a line as a reader does: in a shell, in a folder. npm may ask a registry, which may take its time. */
export function paste(folder: string, line: string, env: NodeJS.ProcessEnv = {}): Promise<Output> {
  const all = { ...newcomersEnvironment(), ...env };
  return runCommand('sh', ['-c', `cd '${folder}' && ${line}`], { env: all, timeoutMs: 600_000 });
}

let folder: string | undefined;
let clone: Promise<string> | undefined;

async function makeClone(): Promise<string> {
  folder = await mkdtemp(join(tmpdir(), 'seaworthy-clone-'));
  await copyCheckout(folder);
  const { code, stderr } = await paste(folder, 'npm ci');
  if (code !== 0) throw new Error(`npm ci failed in a clone:\n${stderr}`);
  return folder;
}

/**
 * The folder of a clone in which `npm ci` has run, and nothing else: the tests that build, pack and serve do it there, so that
 * nobody's `dist` is taken away. They share one; whoever asks first waits for it, minutes where the machine is busy and npm has cached nothing.
 */
export function theClone(): Promise<string> {
  clone ??= makeClone();
  return clone;
}

after('take the clone away', async function () {
  this.timeout(60_000);
  if (folder !== undefined) await rm(folder, { recursive: true });
});
