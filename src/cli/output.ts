import { once } from 'node:events';
import type { Writable } from 'node:stream';
import pc from 'picocolors';
import { terminalEnvironment } from '../config/environment.js';
import type { TerminalEnvironment } from '../config/environment.js';
import { printable } from '../policy/quote.js';
import type { Setting } from '../report/format.js';
import type { Paint } from '../report/paint.js';
import { packageVersion } from './package-root.js';

/** Writes pieces one after the other, waiting where the reader is slower, so that a long report is never held whole. */
export async function writeAll(stream: Writable, pieces: Iterable<string>): Promise<void> {
  for (const chunk of inChunks(pieces)) {
    if (!stream.write(chunk)) await once(stream, 'drain');
  }
}

/** A write for every line costs more than making it. In characters. */
const CHUNK = 64 * 1024;

/** Puts pieces together until they are worth a write. */
export function* inChunks(pieces: Iterable<string>): Iterable<string> {
  let chunk = '';
  for (const piece of pieces) {
    chunk += piece;
    if (chunk.length < CHUNK) continue;
    yield chunk;
    chunk = '';
  }
  if (chunk !== '') yield chunk;
}

/** A line for the person at the terminal that is no part of the report. What it quotes must not act on the terminal. */
export function note(text: string): void {
  process.stderr.write(`seaworthy: ${text.split('\n').map(printable).join('\n')}\n`);
}

/** Colours for a terminal, unless they are unwanted or the terminal knows none. */
export function paintFor(stream: { readonly isTTY?: boolean }, { noColor, dumb }: TerminalEnvironment): Paint {
  return pc.createColors(stream.isTTY === true && !noColor && !dumb);
}

/** What a report has to know of where it is made, and of what it is written to. */
export function settingFor(stream: { readonly isTTY?: boolean }): Setting {
  return { paint: paintFor(stream, terminalEnvironment()), version: packageVersion(), folder: process.cwd() };
}
