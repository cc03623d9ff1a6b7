import { Buffer } from 'node:buffer';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { writeStatus } from '../admission/response.js';
import type { FailureCode } from '../admission/response.js';

/** How long, in milliseconds, and how many bytes of a refused body are thrown away before the connection is closed. */
const LINGER_MS = 2000;
const LINGER_BYTES = 4 * 1024 * 1024;

/**
 * Refuses a request whose body has not been read, with a Status object, and closes its connection. A client that is
 * still sending gets a moment in which its bytes are thrown away: to close at once would make it miss the answer.
 */
export function refuseUnread(
  request: IncomingMessage,
  response: ServerResponse,
  code: FailureCode,
  message: string,
): void {
  const body = writeStatus(code, message);
  response.setHeader('Connection', 'close');
  if (code === 503) response.setHeader('Retry-After', '1');
  response.writeHead(code, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) });
  if (request.complete || hasNoBody(request)) {
    response.end(body);
    return;
  }
  response.write(body);
  let left = LINGER_BYTES;
  const finish = (): void => {
    clearTimeout(timer);
    request.off('data', discard);
    response.end();
  };
  const discard = (chunk: Buffer): void => {
    left -= chunk.length;
    if (left < 0) finish();
  };
  const timer = setTimeout(finish, LINGER_MS);
  request.on('data', discard).once('end', finish).once('close', finish);
}

function hasNoBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] === undefined && (headers['content-length'] ?? '0') === '0';
}
