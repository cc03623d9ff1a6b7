import type { Stopwatch } from '../../engine/rules.js';

/** Told how long a policy took to judge one object, in milliseconds. */
type Judged = (policy: string, milliseconds: number) => void;

/** One clock for all policies: they judge one after the other, and nothing else runs in between. */
export function createStopwatch(judged: Judged): Stopwatch {
  let last = 0;
  return {
    start: () => {
      last = performance.now();
    },
    lap: (policy) => {
      const now = performance.now();
      judged(policy, now - last);
      last = now;
    },
  };
}
