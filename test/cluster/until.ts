import { setTimeout as pause } from 'node:timers/promises';

/** Waits until the condition holds, and fails with its name when that takes too long. */
export async function until(
  what: string,
  condition: () => boolean | Promise<boolean>,
  deadlineMs = 20_000,
): Promise<void> {
  const end = performance.now() + deadlineMs;
  while (!(await condition())) {
    if (performance.now() > end) throw new Error(`still not after ${deadlineMs} ms: ${what}`);
    await pause(10);
  }
}
