import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { pathToFileURL } from 'node:url';
import type { Cluster } from './cluster.js';
import { repository } from './manifests.js';
import { runCommand, type CommandOptions, type Output } from './run-command.js';

export const main = join(repository, 'dist', 'src', 'cli', 'main.js');
const peakMemory = pathToFileURL(join(import.meta.dirname, 'peak-memory.mjs')).href;

/** The environment of a shipped container: nothing of the developer's cluster or of the test runner gets in. */
export function cleanEnvironment(extra: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  return { PATH: process.env['PATH'], ...extra };
}

/** Runs a command of the built Seaworthy to its end. */
export function runSeaworthy(args: readonly string[], options: CommandOptions = {}): Promise<Output> {
  return runCommand(process.execPath, [main, ...args], { ...options, env: cleanEnvironment(options.env) });
}

/** As `runSeaworthy`, and tells the most memory that the process ever held, in MiB. */
export async function runMeasured(
  cluster: Cluster,
  args: readonly string[],
  timeoutMs: number,
): Promise<Output & { readonly peakMiB: number }> {
  const file = join(cluster.folder, `peak-${randomBytes(4).toString('hex')}`);
  const env = cleanEnvironment({ SEAWORTHY_E2E_PEAK_FILE: file });
  const output = await runCommand(process.execPath, ['--import', peakMemory, main, ...args], { env, timeoutMs });
  const peakMiB = Number(readFileSync(file, 'utf8')) / 1024;
  rmSync(file);
  return { ...output, peakMiB };
}
