import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Surroundings {
  readonly cwd?: string;
  readonly stdin?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** More arguments for node, such as --import. */
  readonly node?: readonly string[];
}

const main = resolve('src/cli/main.ts');
const tsx = import.meta.resolve('tsx');

/** Runs the command line as its users do: a process of its own, with real files. */
export async function seaworthy(args: readonly string[], around: Surroundings = {}): Promise<Outcome> {
  const { cwd = process.cwd(), stdin = '', env = {}, node = [] } = around;
  const child = spawn(process.execPath, ['--import', tsx, ...node, main, ...args], {
    cwd,
    env: { ...process.env, NO_COLOR: '1', ...env },
    timeout: 60_000,
  });
  child.stdin.on('error', () => undefined); // a command that reads nothing closes its input early
  child.stdin.end(stdin);
  const ended = new Promise<number | null>((done) => child.once('close', done));
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { code, stdout, stderr };
}

/** A folder of files that is gone after the test. */
export async function withFiles<T>(
  files: Readonly<Record<string, string | Buffer>>,
  use: (folder: string) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'seaworthy-'));
  try {
    for (const [name, content] of Object.entries(files)) {
      await mkdir(dirname(join(folder, name)), { recursive: true });
      await writeFile(join(folder, name), content);
    }
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
