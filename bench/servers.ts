import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { open } from 'node:fs/promises';
import { request } from 'node:https';
import path from 'node:path';

export interface RunningServer {
  readonly name: string;
  readonly pid: number;
  readonly port: number;
  readonly stop: () => Promise<void>;
}

export interface KeyFiles {
  readonly certificate: string;
  readonly key: string;
}

/** A server that has to be reached within this time, in milliseconds, or the run is given up. */
const PATIENCE = 20_000;

export async function startBare({ certificate, key }: KeyFiles): Promise<RunningServer> {
  const script = path.join(import.meta.dirname, 'bare-server.mjs');
  const child = spawn(process.execPath, [script, certificate, key], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  return running('bare node:https', child, Number(line.toString()));
}

/** Seaworthy as it ships, standalone with the whole production profile; its log goes to a file, as on a node. */
export async function startSeaworthy(
  { certificate, key }: KeyFiles,
  port: number,
  logFile: string,
): Promise<RunningServer> {
  const log = await open(logFile, 'w');
  const main = path.join(import.meta.dirname, '../dist/src/cli/main.js');
  const flags = ['--standalone', '--profile', 'production', '--drain-seconds', '0'];
  const ports = [
    '--port',
    String(port),
    '--metrics-port',
    String(port + 1),
    '--tls-cert',
    certificate,
    '--tls-key',
    key,
  ];
  const child = spawn(process.execPath, [main, 'serve', ...flags, ...ports], { stdio: ['ignore', 'ignore', log.fd] });
  await untilAnswered(port, child);
  await log.close();
  return running('seaworthy', child, port);
}

function running(name: string, child: ChildProcess, port: number): RunningServer {
  const pid = child.pid;
  if (pid === undefined) throw new Error(`${name} did not start`);
  const stop = async (): Promise<void> => {
    if (child.exitCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  };
  return { name, pid, port, stop };
}

async function untilAnswered(port: number, child: ChildProcess): Promise<void> {
  const deadline = Date.now() + PATIENCE;
  while (!(await answers(port))) {
    if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}`);
    if (Date.now() > deadline) throw new Error(`nothing answers on port ${port}`);
  }
}

/** Whether anything at all is answered over TLS; refused connections come back at once. */
function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = request({ host: '127.0.0.1', port, path: '/', rejectUnauthorized: false }, (response) => {
      response.resume();
      resolve(true);
    });
    probe.on('error', () => {
      setTimeout(resolve, 5, false);
    });
    probe.end();
  });
}
