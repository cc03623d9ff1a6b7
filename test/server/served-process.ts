import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packageRoot } from '../../src/cli/package-root.js';
import { responseIn, review, unfitDeployment } from './review.js';
import { send } from './running-server.js';

export const uid = 'e8b4e1c4-6f2e-4e0e-9f0a-5d7c3f1b2a99';
const main = join(packageRoot(), 'src/cli/main.ts');
const started: ChildProcess[] = [];

/** What node itself is told before the command. */
interface Surroundings {
  readonly node?: readonly string[];
}

/** Runs the command from its sources, in an environment that knows no cluster. */
export function serve(args: readonly string[], { node = [] }: Surroundings = {}) {
  const { KUBECONFIG: _file, KUBERNETES_SERVICE_HOST: _host, ...env } = process.env;
  const command = ['--import', 'tsx', ...node, main, 'serve', ...args];
  const child = spawn(process.execPath, command, { cwd: packageRoot(), env });
  started.push(child);
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (data: Buffer) => (output.stdout += data.toString()));
  child.stderr.on('data', (data: Buffer) => (output.stderr += data.toString()));
  const exit = once(child, 'close').then(([code]) => code as number | null);
  return { child, output, exit };
}

type Served = ReturnType<typeof serve>;

/** Ends every server that a test has left running. */
export function killServed(): void {
  for (const child of started) child.kill('SIGKILL');
}

export const linesOf = ({ output }: Pick<Served, 'output'>): readonly Record<string, unknown>[] =>
  output.stderr
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Record<string, unknown>);

/** Waits for a log line with this message and gives it. */
export async function logged(served: Served, message: string): Promise<Record<string, unknown>> {
  const deadline = Date.now() + 30_000;
  for (;;) {
    const line = linesOf(served).find(({ msg }) => msg === message);
    if (line !== undefined) return line;
    if (Date.now() > deadline || served.child.exitCode !== null) throw new Error(served.output.stderr);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** A server that needs no cluster, on ports of its own. */
export async function standalone(args: readonly string[] = [], surroundings: Surroundings = {}) {
  const served = serve(['--standalone', '--port', '0', '--metrics-port', '0', ...args], surroundings);
  const { port, metricsPort } = await logged(served, 'serving');
  const caFile = /the CA in (\S+)/.exec(served.output.stderr)?.[1] ?? '';
  const ca = await readFile(caFile, 'utf8');
  const ask = async (object = unfitDeployment) => {
    const options = { host: '127.0.0.1', port: Number(port), ca, path: '/validate?timeout=10s', method: 'POST' };
    return responseIn(await send(options, JSON.stringify(review(object))), uid);
  };
  return { ...served, port: Number(port), ca, origin: `http://127.0.0.1:${String(metricsPort)}`, ask };
}
