import { pino } from 'pino';
import type { Logger } from 'pino';

export const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

const STANDARD_ERROR = 2;

/** How long lines are collected, in milliseconds: nobody reads them sooner. */
const COLLECT_MS = 10;

/**
 * JSON lines on standard error. They are collected for a moment and written at once: a write for each would cost as much as
 * making the line. What is left is written as the process ends.
 */
export function createLogger(level: LogLevel): Logger {
  const destination = pino.destination({ dest: STANDARD_ERROR, sync: true });
  // Nobody reads the log any more; the webhook goes on.
  destination.on('error', () => undefined);
  let lines = '';
  const flush = (): void => {
    const batch = lines;
    lines = '';
    if (batch !== '') destination.write(batch);
  };
  process.once('exit', flush);
  const write = (line: string): void => {
    if (lines === '') setTimeout(flush, COLLECT_MS).unref();
    lines += line;
  };
  const formatters = { level: (label: string) => ({ level: label }) };
  return pino({ level, base: null, formatters, timestamp: createClock() }, { write });
}

/** Gives the time as pino wants it, to the millisecond. The date is written anew only once in a second. */
function createClock(): () => string {
  let second = NaN;
  let start = '';
  return () => {
    const now = Date.now();
    if (Math.floor(now / 1000) !== second) {
      second = Math.floor(now / 1000);
      start = `,"time":"${new Date(now).toISOString().slice(0, -'000Z'.length)}`;
    }
    return `${start}${String(now % 1000).padStart(3, '0')}Z"`;
  };
}
