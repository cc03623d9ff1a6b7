import type { Resource } from '../../policy/target.js';

/** A terminal is not written to more often than an eye follows, in milliseconds. */
const INTERVAL = 100;

const CLEAR_LINE = '\r\u001B[K';

export interface Progress {
  readonly show: (resource: Resource, listed: number) => void;
  /** Takes the line away, so that what follows starts at the margin. */
  readonly end: () => void;
}

interface Terminal {
  readonly isTTY?: boolean;
  readonly write: (text: string) => unknown;
}

/** One line that says how far the audit is, on a terminal alone: a log does not want to know. */
export function createProgress(terminal: Terminal, now: () => number = Date.now): Progress {
  if (terminal.isTTY !== true) return { show: () => undefined, end: () => undefined };
  let shownAt = -Infinity;
  return {
    show: ({ plural }, listed) => {
      if (now() - shownAt < INTERVAL) return;
      shownAt = now();
      terminal.write(`${CLEAR_LINE}reading ${plural}: ${listed} objects so far`);
    },
    end: () => {
      if (shownAt > -Infinity) terminal.write(CLEAR_LINE);
    },
  };
}
