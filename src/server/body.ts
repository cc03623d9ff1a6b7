import { Buffer } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import type { Traffic } from './traffic.js';

/**
 * The longest body that is read, in bytes. A client of the API may send 3 MiB, and a review holds the object as it was
 * and as it will be, with something around them.
 */
export const LONGEST_BODY = 7 * 1024 * 1024;

export interface BodyReader {
  /** Called once with the whole text, unless the body is too long or the connection breaks. */
  readonly onText: (text: string) => void;
  readonly onTooLong: () => void;
}

/** The length that a request declares for its body, in bytes; undefined when it comes in chunks. */
export function declaredLength(request: IncomingMessage): number | undefined {
  const header = request.headers['content-length'];
  return header === undefined ? undefined : Number(header);
}

/** Collects a body. The bytes are decoded as one, for a character may be split over two chunks. */
export function readBody(request: IncomingMessage, traffic: Traffic, { onText, onTooLong }: BodyReader): void {
  const chunks: Buffer[] = [];
  let size = 0;
  const release = (): void => {
    traffic.heldBytes -= size;
    size = 0;
  };
  request.on('data', (chunk: Buffer) => {
    size += chunk.length;
    traffic.heldBytes += chunk.length;
    chunks.push(chunk);
    if (size <= LONGEST_BODY) return;
    request.removeAllListeners('data').removeAllListeners('end');
    chunks.length = 0;
    release();
    onTooLong();
  });
  request.on('end', () => {
    const [first] = chunks;
    const whole = chunks.length === 1 && first !== undefined ? first : Buffer.concat(chunks, size);
    release();
    onText(whole.toString());
  });
  request.on('close', release);
}
