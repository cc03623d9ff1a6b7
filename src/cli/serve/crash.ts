import type { Logger } from 'pino';
import { Failure, exitCodes } from '../failure.js';

/**
 * Has every error that nobody expected end the process with one line of the log, which has its name, message and stack: a
 * server that is not sure of its own state must not judge, and the next one is started with a clean one.
 */
export function crashOnUnexpected(log: Pick<Logger, 'fatal'>): void {
  // The first to be told: whoever is told next would end the process with one line for a person.
  process.prependListener('uncaughtException', (error) => {
    crash(error, log);
  });
}

/** Runs what a server begins with: a Failure is for the person who started it, everything else is a crash. */
export async function guard(log: Pick<Logger, 'fatal'>, begin: () => Promise<void>): Promise<void> {
  try {
    await begin();
  } catch (error) {
    if (error instanceof Failure) throw error;
    crash(error, log);
  }
}

function crash(error: unknown, log: Pick<Logger, 'fatal'>): never {
  const err = error instanceof Error ? error : new Error(String(error));
  log.fatal({ err }, 'ended by an error that nobody expected');
  process.exit(exitCodes.crashed);
}
