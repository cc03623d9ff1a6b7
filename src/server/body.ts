import { Buffer } from 'node:buffer';
import type { IncomingMessage } from 'node:http';

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

/** The most bytes that a request's body may come to hold: what it declares, or the longest when it comes in chunks. */
export function expectedLength({ headers }: IncomingMessage): number {
  if (headers['transfer-encoding'] !== undefined) return LONGEST_BODY;
  return Number(headers['content-length'] ?? 0);
}

/** Collects a body. The bytes are decoded as one, for a character may be split over two chunks. */
export function readBody(request: IncomingMessage, { onText, onTooLong }: BodyReader): void {
  const chunks: Buffer[] = [];
  let size = 0;
  request.on('data', (chunk: Buffer) => {
    size += chunk.length;
    chunks.push(chunk);
    if (size <= LONGEST_BODY) return;
    request.removeAllListeners('data').removeAllListeners('end');
    chunks.length = 0;
    onTooLong();
  });
  request.on('end', () => {
    const [first] = chunks;
    const whole = chunks.length === 1 && first !== undefined ? first : Buffer.concat(chunks, size);
    onText(whole.toString());
  });
}
