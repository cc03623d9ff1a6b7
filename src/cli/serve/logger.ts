import { pino } from 'pino';
import type { Logger } from 'pino';

export const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

const STANDARD_ERROR = 2;

/**
 * JSON lines on standard error. Lines are written once in a turn of the event loop: a write for each would cost as much as
 * the line itself. What is left is written as the process ends.
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
    if (lines === '') setImmediate(flush);
    lines += line;
  };
  const formatters = { level: (label: string) => ({ level: label }) };
  return pino({ level, base: null, formatters, timestamp: pino.stdTimeFunctions.isoTime }, { write });
}
