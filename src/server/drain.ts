import type { Server } from 'node:https';
import type { Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { Traffic } from './traffic.js';

/** How long requests that are still in flight after the drain are waited for, in milliseconds; and when hurried. */
const STUCK_MS = 5000;
const HURRIED_MS = 1000;

export interface Drain {
  /**
   * Goes on accepting for a time, in milliseconds, while every answer closes its connection; then closes the port, the
   * connections without a request, and five seconds later all others. Resolves when nothing is left.
   */
  readonly finish: (drainMs: number) => Promise<void>;
  /** Cuts the drain short: all is over within a second. */
  readonly hurry: () => void;
}

/** Prepares a server's end. To be called before it listens, since it has to see every connection. */
export function createDrain(server: Server, traffic: Traffic): Drain {
  const connections = watchConnections(server);
  const hurried = new AbortController();
  const wait = (milliseconds: number): Promise<void> =>
    pause(milliseconds, undefined, { signal: hurried.signal }).catch(() => undefined);
  const end = async (drainMs: number): Promise<void> => {
    traffic.draining = true;
    await wait(drainMs);
    const closed = new Promise<void>((resolve) => {
      server.close(() => {
        resolve();
      });
    });
    connections.closeIdle(traffic.busy);
    await Promise.race([closed, wait(STUCK_MS)]);
    if (hurried.signal.aborted) await Promise.race([closed, pause(HURRIED_MS, undefined, { ref: false })]);
    connections.destroyAll();
    await closed;
  };
  let ending: Promise<void> | undefined;
  return {
    finish: (drainMs) => (ending ??= end(drainMs)),
    hurry: () => {
      hurried.abort();
    },
  };
}

interface Connections {
  readonly closeIdle: (busy: Traffic['busy']) => void;
  readonly destroyAll: () => void;
}

/** Node's own list leaves out the connections that have not finished their handshake or never spoke. */
function watchConnections(server: Server): Connections {
  const greeting = new Map<string, Socket>();
  const secure = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    const peer = peerOf(socket);
    greeting.set(peer, socket);
    socket.once('close', () => greeting.delete(peer));
  });
  server.on('secureConnection', (socket: Socket) => {
    greeting.delete(peerOf(socket));
    secure.add(socket);
    socket.once('close', () => secure.delete(socket));
  });
  const destroy = (sockets: Iterable<Socket>): void => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    closeIdle: (busy) => {
      destroy(greeting.values());
      // What was already written to them is still delivered.
      for (const socket of secure) if (!busy.has(socket)) socket.destroySoon();
    },
    destroyAll: () => {
      destroy(greeting.values());
      destroy(secure);
    },
  };
}

/** The other end, which is all that the plain and the secure socket of one connection have in common. */
function peerOf({ remoteAddress = '', remotePort = 0 }: Socket): string {
  return `${remoteAddress} ${remotePort}`;
}
