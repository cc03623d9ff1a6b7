import type { Logger } from 'pino';
import type { Drain } from '../../server/drain.js';

export interface Ending {
  readonly drain: Drain;
  readonly drainMs: number;
  readonly log: Logger;
  /** Closes what else keeps the process alive. */
  readonly close: () => void;
}

/** Ends the process with exit code 0 after the drain that the first signal begins; a second signal cuts it short. */
export function endOnSignals({ drain, drainMs, log, close }: Ending): void {
  let isEnding = false;
  const end = (signal: NodeJS.Signals): void => {
    if (isEnding) {
      log.info({ signal }, 'ending at once');
      drain.hurry();
      return;
    }
    isEnding = true;
    log.info({ signal, drainSeconds: drainMs / 1000 }, 'draining');
    void drain.finish(drainMs).then(() => {
      log.info('ended');
      close();
      process.exit(0);
    });
  };
  process.on('SIGTERM', end).on('SIGINT', end);
}
