import type { Socket } from 'node:net';

/**
 * What goes on at the port. A request is in flight from its headers to the end of its answer.
 * The one mutable thing that the request path and the draining share.
 */
export interface Traffic {
  /** From the first signal on: each answer then closes its connection. */
  draining: boolean;
  inFlight: number;
  /** The bytes that are set aside for bodies, of which some are yet to come, until they are answered. */
  heldBytes: number;
  /** The connections with a request in flight. */
  readonly busy: Set<Socket>;
}

export function createTraffic(): Traffic {
  return { draining: false, inFlight: 0, heldBytes: 0, busy: new Set() };
}

/**
 * More requests at once than this wait so long for one processor that the API server would give up on them: it is
 * better told to ask again in a second, perhaps another replica. Three API servers at their own default limit of 200
 * changing requests each stay below.
 */
const MOST_IN_FLIGHT = 1000;

/** Eighteen of the largest bodies: what is held beyond it would cost the container its memory. In bytes. */
const MOST_HELD = 128 * 1024 * 1024;

/** Whether one more request, with a body of so many bytes, is more than can be served. */
export function isFull(traffic: Traffic, bytes: number): boolean {
  return traffic.inFlight >= MOST_IN_FLIGHT || traffic.heldBytes + bytes > MOST_HELD;
}
