import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { eventually } from './eventually.js';

export interface ProcessOptions {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** Receives standard output and standard error. */
  readonly logFile: string;
  readonly env?: NodeJS.ProcessEnv;
}

export interface RunningProcess {
  readonly name: string;
  readonly pid: number;
  readonly log: () => string;
  /** Undefined while it runs, then its exit code or the signal that ended it. */
  readonly ended: () => number | NodeJS.Signals | undefined;
  /** Asks it to end, waits, and ends it by force when it does not within ten seconds. */
  readonly stop: (signal?: NodeJS.Signals) => Promise<void>;
}

const alive = new Set<ChildProcess>();

/** Ends whatever is left, last started first. Synchronous, so that it can be the last thing a process does. */
export function endAll(): void {
  for (const child of [...alive].reverse()) child.kill('SIGKILL');
}

/** A child that must not outlive this process, however this process ends. */
export function own(child: ChildProcess): void {
  if (alive.size === 0 && !process.listeners('exit').includes(endAll)) {
    process.on('exit', endAll);
    process.once('SIGINT', () => process.exit(130));
    process.once('SIGTERM', () => process.exit(143));
    process.once('SIGHUP', () => process.exit(129));
  }
  alive.add(child);
  child.once('close', () => alive.delete(child));
}

export function startProcess({ name, command, args, logFile, env = process.env }: ProcessOptions): RunningProcess {
  const log = openSync(logFile, 'a');
  const child = spawn(command, args, { stdio: ['ignore', log, log], env });
  closeSync(log);
  own(child);
  let failure: Error | undefined;
  child.once('error', (error) => (failure = error));
  const ended = (): number | NodeJS.Signals | undefined => {
    if (failure !== undefined) return 127;
    return child.exitCode ?? child.signalCode ?? undefined;
  };
  if (child.pid === undefined) throw new Error(`${name} did not start: ${command}`);
  const stop = async (signal: NodeJS.Signals = 'SIGTERM'): Promise<void> => {
    if (ended() !== undefined) return;
    child.kill(signal);
    await eventually(`${name} ends`, () => ended() !== undefined, { withinMs: 10_000 }).catch(() =>
      child.kill('SIGKILL'),
    );
    await eventually(`${name} is gone`, () => ended() !== undefined);
  };
  return { name, pid: child.pid, log: () => readFileSync(logFile, 'utf8'), ended, stop };
}

/** Waits until the probe succeeds; gives up at once when the process ends. A failure shows the last lines of its log. */
export async function untilReady(running: RunningProcess, probe: () => Promise<boolean>): Promise<void> {
  try {
    await eventually(`${running.name} is ready`, async () => running.ended() !== undefined || (await probe()), {
      withinMs: 60_000,
    });
    if (running.ended() === undefined) return;
    throw new Error(`${running.name} ended (${String(running.ended())}) before it was ready`);
  } catch (error) {
    const tail = running.log().trimEnd().split('\n').slice(-15).join('\n');
    throw new Error(`${error instanceof Error ? error.message : String(error)}\n${tail}`, { cause: error });
  }
}
