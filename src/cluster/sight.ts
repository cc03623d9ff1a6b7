import type { ClusterError, ClusterErrorCode } from './error.js';

/** Whether a collection can be seen, as its watch goes on. */
export interface Sight {
  readonly listed: () => void;
  readonly following: () => void;
  readonly lost: (error: ClusterError | undefined) => void;
  /** Whether it has been listed, or has turned out to be out of sight. */
  readonly isSettled: () => boolean;
  readonly close: () => void;
}

export interface SightHandlers {
  /** Told the reason whenever nothing is known, and undefined when all is. */
  readonly blind: (reason: string | undefined) => void;
  /** Told once when sight is lost, and once more for each other cause; not for each new try. */
  readonly onLost: (reason: string) => void;
  /** Told once when a sight that was lost is there again. */
  readonly onFound: () => void;
}

/** These do not pass by themselves in a moment, so that there is nothing to wait for. */
const BLINDING: ReadonlySet<ClusterErrorCode> = new Set(['forbidden', 'unauthorized']);

/** Begins without sight. What is known may be as old as the patience, in milliseconds, while there is no connection. */
export function createSight(patienceMs: number, { blind, onLost, onFound }: SightHandlers): Sight {
  let isListed = false;
  let cause: ClusterErrorCode | undefined;
  let lastWords = '';
  const lose = (code: ClusterErrorCode, reason: string): void => {
    timer.stop();
    blind(reason);
    if (cause !== code) onLost(reason);
    cause = code;
  };
  const timer = createTimer(patienceMs, () => {
    lose('unreachable', `${isListed ? 'no news' : 'no listing'} for ${patienceMs / 1000} s${lastWords}`);
  });
  const see = (): void => {
    timer.stop();
    lastWords = '';
    blind(undefined);
    if (cause !== undefined) onFound();
    cause = undefined;
  };
  blind('not listed yet');
  timer.start();
  return {
    listed: () => {
      isListed = true;
      see();
    },
    following: see,
    lost: (error) => {
      // Changes were missed, and nobody can say which.
      if (error?.code === 'gone' && isListed) lose('gone', 'the watch fell behind; all of them are listed again');
      else if (error !== undefined && BLINDING.has(error.code)) lose(error.code, error.message);
      else if (cause === undefined) {
        if (error !== undefined) lastWords = `: ${error.message}`;
        timer.start();
      }
    },
    isSettled: () => isListed || cause !== undefined,
    close: timer.stop,
  };
}

/** Runs a step some time after the first of several starts. It keeps no process alive. */
function createTimer(afterMs: number, step: () => void): { readonly start: () => void; readonly stop: () => void } {
  let running: NodeJS.Timeout | undefined;
  return {
    start: () => {
      running ??= setTimeout(step, afterMs).unref();
    },
    stop: () => {
      clearTimeout(running);
      running = undefined;
    },
  };
}
