/** Why an object has no verdict. Whoever asked must not take it for a yes. */
export class NoVerdictError extends Error {
  readonly code: 'late' | 'too-much';

  constructor(code: NoVerdictError['code'], message: string) {
    super(message);
    this.name = 'NoVerdictError';
    this.code = code;
  }
}

/** What one inspection costs, as it goes on. Each step throws a NoVerdictError when there is no more to spend. */
export interface Effort {
  /** A policy has judged. */
  readonly judged: () => void;
  /** A policy has found something. */
  readonly found: () => void;
}

/** After so many policies, or violations, somebody looks at the clock: more often would cost a small object more than it takes. */
const POLICIES = 16;
const VIOLATIONS = 1024;

/**
 * So many violations of one object, those before an update and before what is added to it included, are kept where the caller has a
 * deadline. An object of 5,000 containers that lack everything has fewer; an update of 30,000 filled 256 MiB of heap.
 */
const MOST_VIOLATIONS = 300_000;

/** The effort that a caller is ready to make who can tell when it is too late for an answer. */
export function createEffort(isOverdue: () => boolean): Effort {
  let policies = 0;
  let violations = 0;
  const look = (): void => {
    if (isOverdue()) throw new NoVerdictError('late', 'Seaworthy had no time left to judge this object');
  };
  return {
    judged: () => {
      if (++policies % POLICIES === 0) look();
    },
    found: () => {
      if (++violations > MOST_VIOLATIONS) {
        throw new NoVerdictError('too-much', 'Seaworthy stopped judging this object: there is too much wrong with it');
      }
      if (violations % VIOLATIONS === 0) look();
    },
  };
}
