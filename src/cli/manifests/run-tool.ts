import { execFile } from 'node:child_process';

/** A program of somebody else's that makes manifests. */
export interface ToolCall {
  /** Its name, which is looked up on PATH. */
  readonly command: string;
  /** Handed over as they are: no shell sees them. */
  readonly args: readonly string[];
  /** Where its makers say how to install it. */
  readonly install: string;
}

export interface ToolLimits {
  readonly milliseconds: number;
  /** Of what it prints. */
  readonly bytes: number;
}

/** Enough for the largest charts there are, fetched from slow places. */
const USUAL: ToolLimits = { milliseconds: 60_000, bytes: 64 * 2 ** 20 };

/** What it printed, or a fragment that says why there is nothing. */
export type ToolOutcome = { readonly text: string } | { readonly failure: string };

/** Runs a tool and waits for its end. Never rejects. */
export function runTool(call: ToolCall, limits: ToolLimits = USUAL): Promise<ToolOutcome> {
  const { milliseconds: timeout, bytes: maxBuffer } = limits;
  return new Promise((resolve) => {
    const child = execFile(
      call.command,
      call.args,
      { timeout, maxBuffer, killSignal: 'SIGKILL', encoding: 'utf8', windowsHide: true },
      (error, stdout, stderr) => {
        resolve(error === null ? { text: stdout } : { failure: failureOf(error, stderr, { call, limits }) });
      },
    );
    child.stdin?.end();
  });
}

interface Circumstances {
  readonly call: ToolCall;
  readonly limits: ToolLimits;
}

/** The part of an execFile error that tells one end from another: its code is a number where the tool gave an exit code. */
interface ToolError {
  readonly code?: unknown;
  readonly killed?: boolean;
}

function failureOf(error: ToolError, stderr: string, { call, limits }: Circumstances): string {
  const { command, install } = call;
  if (error.code === 'ENOENT')
    return `${command} is not on PATH; install it (${install}), or render elsewhere and check what comes out`;
  if (error.code === 'EACCES') return `${command} on PATH may not be run`;
  if (error.code === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER') {
    return `${command} printed more than ${limits.bytes / 2 ** 20} MiB`;
  }
  if (error.killed === true) return `${command} did not end within ${limits.milliseconds / 1000} s`;
  const words = wordsOf(stderr);
  return words === '' ? `${command} failed without a word (exit code ${String(error.code)})` : `${command}: ${words}`;
}

/** As much of a complaint as anybody reads, in characters. */
const LONGEST = 600;

/** A tool's complaint in one line, without what it only warns of. */
function wordsOf(stderr: string): string {
  const lines = stderr
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !/^(?:#? ?warning:|use --debug flag)/i.test(line) && !LOG_OF_LESS.test(line))
    .map((line) => line.replace(LOG_OF_ERROR, ''));
  const text = unwrapped(lines.join(' ')).replace(/^error: /i, '');
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

// What kubectl puts before a line of its log: a letter for how bad it is, the time, the number of its process, and a line of its
// source. None of it would be the same in the next report.
const LOG_OF_ERROR = /^[EF]\d{4} [\d:.]+ +\d+ [^\s\]]+\] /;
const LOG_OF_LESS = /^[IW]\d{4} [\d:.]+ +\d+ [^\s\]]+\] /;

/** The error that a line of such a log is about: in quotes, or between angles where it has several lines. */
const LOGGED = /^"[^"]*" err=(?:"((?:[^"\\]|\\.)*)"|< (.*) >)/;

function unwrapped(text: string): string {
  const [, quoted, plain] = LOGGED.exec(text) ?? [];
  return quoted?.replaceAll(/\\(.)/g, (_, char: string) => ({ n: ' ', t: ' ' })[char] ?? char) ?? plain ?? text;
}
