import type { Socket } from 'node:net';

/**
 * What goes on at the port. A request is in flight from its headers to the end of its answer.
 * The one mutable thing that the request path and the draining share.
 */
export interface Traffic {
  /** From the first signal on: each answer then closes its connection. */
  draining: boolean;
  inFlight: number;
  /** The bytes of bodies that have come in and whose requests are not answered yet. */
  heldBytes: number;
  /** The connections with requests in flight, and what ends each of these. A client may send several without waiting. */
  readonly busy: Map<Socket, Set<() => void>>;
  /** The requests whose bodies are still coming in, whoever has waited longest first; each is refused by its function. */
  readonly arriving: Set<() => void>;
}

export function createTraffic(): Traffic {
  return { draining: false, inFlight: 0, heldBytes: 0, busy: new Map(), arriving: new Set() };
}

/**
 * More requests at once than this wait so long for one processor that the API server would give up on them: it is
 * better told to ask again in a second, perhaps another replica. Three API servers at their own default limit of 200
 * changing requests each stay below.
 */
const MOST_IN_FLIGHT = 1000;

/** Nine of the largest bodies, as bytes outside the heap: what is held beyond it would cost the container its memory. */
const MOST_HELD = 64 * 1024 * 1024;

/** Whether one request more is too many; a slow one then makes room for it. */
export function isCrowded(traffic: Traffic): boolean {
  return traffic.inFlight >= MOST_IN_FLIGHT && !refuseSlowest(traffic);
}

/**
 * Makes room for the bytes that came last. Slow bodies go first, the slowest at once: whoever declares much and sends
 * little takes nobody's place. It may be the very request whose bytes they are.
 */
export function makeRoom(traffic: Traffic): void {
  while (traffic.heldBytes > MOST_HELD && refuseSlowest(traffic));
}

function refuseSlowest({ arriving }: Traffic): boolean {
  for (const refuse of arriving) {
    refuse();
    return true;
  }
  return false;
}

/** Counts a request as in flight. What is given back ends it, however often it is called. */
export function begin(traffic: Traffic, socket: Socket): () => void {
  const ends = traffic.busy.get(socket) ?? new Set();
  const end = (): void => {
    if (!ends.delete(end)) return;
    traffic.inFlight--;
    if (ends.size === 0) traffic.busy.delete(socket);
  };
  traffic.inFlight++;
  traffic.busy.set(socket, ends.add(end));
  return end;
}

/** Ends what is in flight on a connection that is gone: a response that never had its turn there says nothing of its end. */
export function endAll({ busy }: Traffic, socket: Socket): void {
  for (const end of busy.get(socket) ?? []) end();
}
