import { spawn } from 'node:child_process';
import { own } from './running-process.js';

export interface Output {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CommandOptions {
  readonly input?: string | undefined;
  readonly env?: NodeJS.ProcessEnv;
  readonly timeoutMs?: number;
}

/** Runs a command to its end and gives what it said. It fails only when the command cannot be started. */
export function runCommand(command: string, args: readonly string[], options: CommandOptions = {}): Promise<Output> {
  const { input = '', env = process.env, timeoutMs = 60_000 } = options;
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: 'pipe', env, timeout: timeoutMs, killSignal: 'SIGKILL' });
    own(child);
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    // A command that ends before it has read its input closes the pipe: its exit code says why.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
    child.once('error', reject);
    child.once('close', (code, signal) => {
      const late = signal === null ? '' : `\nended by ${signal} (the limit is ${timeoutMs} ms)`;
      resolve({
        code: code ?? 128,
        stdout: Buffer.concat(stdout).toString('utf8'),
        stderr: Buffer.concat(stderr).toString('utf8') + late,
      });
    });
  });
}
