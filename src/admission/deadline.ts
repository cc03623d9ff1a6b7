import { parseDuration } from '../policy/duration.js';

/** When the whole of a review had come in, and when it has to be answered, in milliseconds since 1970. */
export interface Times {
  readonly now: number;
  readonly deadline: number;
  /** What a clock that never goes back said at the time `now`, in milliseconds. */
  readonly clock: number;
}

/** What the API server waits by default, and at most. */
const DEFAULT_MS = 10_000;
const LONGEST_MS = 30_000;

/** What is kept back of the time so that the answer arrives before it is over: a tenth, but no more than half a second. */
const MARGIN = 0.1;
const LONGEST_MARGIN_MS = 500;

/**
 * When a review has to be answered, in milliseconds since 1970. The text is the `timeout` of the API server's URL, a
 * duration such as 10s; one that does not parse or is not positive is ignored.
 */
export function deadlineOf(timeout: string | null, receivedAt: number): number {
  const asked = parseDuration(timeout);
  const wait = asked === undefined || asked <= 0 ? DEFAULT_MS : Math.min(asked, LONGEST_MS);
  return receivedAt + wait - Math.min(wait * MARGIN, LONGEST_MARGIN_MS);
}

/**
 * Facts may use up all of the time, and so much of what is kept back is for judging by them: nearly all objects need far less. What
 * else is judged meanwhile takes from the same time.
 */
const JUDGING_MS = 50;

/** Tells whether it is too late for judging: the deadline has passed, and the time after it for judging by late facts. */
export function overdueAfter({ now, deadline, clock }: Times): () => boolean {
  const last = clock + (deadline - now) + JUDGING_MS;
  return () => performance.now() > last;
}

/** A promise's value if it comes in time, else a rejection. */
export async function before<T>(deadline: number, now: number, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () => {
        reject(new Error('the deadline of the review has passed'));
      },
      Math.max(0, deadline - now),
    );
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
