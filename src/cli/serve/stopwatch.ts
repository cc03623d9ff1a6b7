import type { Stopwatch } from '../../engine/rules.js';

/** Told how long a policy took to judge one object, in milliseconds. */
type Judged = (policy: string, milliseconds: number) => void;

/** The time is taken of the first object of so many: looking at the clock after each policy costs more than some of them do. */
const ONE_IN = 8;

/** One clock for all policies: they judge one after the other, and nothing else runs in between. */
export function createStopwatch(judged: Judged): Stopwatch {
  let objects = 0;
  let isRunning = false;
  let last = 0;
  return {
    start: () => {
      isRunning = objects++ % ONE_IN === 0;
      if (isRunning) last = performance.now();
    },
    lap: (policy) => {
      if (!isRunning) return;
      const now = performance.now();
      judged(policy, now - last);
      last = now;
    },
  };
}
