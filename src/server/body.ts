import type { Buffer } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import { makeRoom } from './traffic.js';
import type { Traffic } from './traffic.js';

/**
 * The longest body that is read, in bytes. A client of the API may send 3 MiB, and a review holds the object as it was
 * and as it will be, with something around them.
 */
export const LONGEST_BODY = 7 * 1024 * 1024;

export interface BodyReader {
  /** Called once with the whole body in its pieces, unless it is refused or the connection breaks. */
  readonly onBody: (chunks: readonly Buffer[], size: number) => void;
  readonly onTooLong: () => void;
  /** Other bodies need the room. */
  readonly onCrowded: () => void;
}

/** The length that a request declares, in bytes; 0 when its body comes in chunks. */
export function declaredLength({ headers }: IncomingMessage): number {
  return Number(headers['content-length'] ?? 0);
}

/**
 * Collects a body, whose bytes count among those that are held. What is handed over is the caller's to give back; of
 * what is refused nothing is kept.
 */
export function readBody(request: IncomingMessage, traffic: Traffic, reader: BodyReader): void {
  let chunks: Buffer[] = [];
  let size = 0;
  const stop = (): void => {
    request.off('data', take).off('end', finish).off('close', drop);
    traffic.arriving.delete(refuse);
  };
  const drop = (): void => {
    stop();
    traffic.heldBytes -= size;
    chunks = [];
  };
  const refuse = (): void => {
    drop();
    reader.onCrowded();
  };
  const take = (chunk: Buffer): void => {
    size += chunk.length;
    traffic.heldBytes += chunk.length;
    chunks.push(chunk);
    if (size <= LONGEST_BODY) {
      makeRoom(traffic);
      return;
    }
    drop();
    reader.onTooLong();
  };
  const finish = (): void => {
    stop();
    reader.onBody(chunks, size);
  };
  traffic.arriving.add(refuse);
  request.on('data', take).on('end', finish).on('close', drop);
}
