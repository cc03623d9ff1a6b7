import type { Buffer } from 'node:buffer';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FailureCode } from '../admission/response.js';
import { failed, finish, judge } from './exchange.js';
import type { EndpointName, Exchange, Read, Steps, WebhookOptions } from './exchange.js';
import { declaredLength, LONGEST_BODY, readBody } from './body.js';
import { refuseUnread } from './failure.js';
import { begin, isCrowded } from './traffic.js';
import type { Traffic } from './traffic.js';
import { byWeight, inTurns } from './turn.js';

/**
 * Longer bodies are parsed one after the other, and no more of them are under way than make up one of the longest: as objects they
 * can take twenty times their bytes, and the heap of the shipped container has room for that. In bytes; nearly all reviews are shorter.
 */
const LARGE = 128 * 1024;

/**
 * Answers POSTs to the two webhook paths, and gives false for everything else. It stands ahead of express, which would
 * cost as much as all policies together (docs/adr/0006-webhook-paths-before-express.md).
 */
export function createWebhooks(
  options: WebhookOptions,
): (request: IncomingMessage, response: ServerResponse) => boolean {
  const steps: Steps = {
    judge: inTurns((read: Read) => void judge(read), { weightOf: sizeOf, most: LARGE }),
    judgeLarge: byWeight(judge, { weightOf: sizeOf, most: LONGEST_BODY }),
    finish: inTurns(finish),
  };
  return (request, response) => {
    if (request.method !== 'POST') return false;
    const name = endpointAt(request.url ?? '');
    if (name === undefined) return false;
    // Named one by one: a spread costs a review more than all of its headers do.
    const { endpoints, traffic, observe } = options;
    const [start, receivedAt] = [performance.now(), Date.now()];
    answer({ steps, endpoints, traffic, observe, name, request, response, start, receivedAt });
    return true;
  };
}

function sizeOf({ size }: Read): number {
  return size;
}

/** The endpoint whose path this is, exactly; a query may follow. */
function endpointAt(url: string): EndpointName | undefined {
  const mark = url.indexOf('?');
  const path = mark === -1 ? url : url.slice(0, mark);
  if (path === '/validate') return 'validate';
  return path === '/mutate' ? 'mutate' : undefined;
}

function answer(exchange: Exchange): void {
  const { request, response, traffic, steps } = exchange;
  const problem = problemOf(request, traffic);
  response.once('close', begin(traffic, request.socket));
  if (problem !== undefined) {
    refuse(exchange, problem);
    return;
  }
  // A client that asks before it sends is refused before it has sent anything.
  if (request.headers.expect !== undefined) response.writeContinue();
  const onBody = (chunks: readonly Buffer[], size: number): void => {
    const read = { exchange, chunks, size };
    if (size > LARGE) steps.judgeLarge(read);
    // Alone, it has nobody to share a turn with.
    else if (traffic.inFlight === 1) void judge(read);
    else steps.judge(read);
  };
  const onTooLong = (): void => {
    refuse(exchange, tooLong);
  };
  const onCrowded = (): void => {
    refuse(exchange, full);
  };
  readBody(request, traffic, { onBody, onTooLong, onCrowded });
}

interface Refusal {
  readonly code: FailureCode;
  readonly message: string;
}

const tooLong: Refusal = { code: 413, message: `the body is longer than ${LONGEST_BODY} bytes` };
const wrongType: Refusal = { code: 415, message: 'the body must be application/json, without a content encoding' };
const full: Refusal = { code: 503, message: 'Seaworthy has too many reviews at once; ask again in a second' };

/** What the headers alone rule out. */
function problemOf(request: IncomingMessage, traffic: Traffic): Refusal | undefined {
  if (declaredLength(request) > LONGEST_BODY) return tooLong;
  if (!isJson(request)) return wrongType;
  return isCrowded(traffic) ? full : undefined;
}

function isJson({ headers }: IncomingMessage): boolean {
  const type = headers['content-type'];
  if (headers['content-encoding'] !== undefined && headers['content-encoding'] !== 'identity') return false;
  return type === 'application/json' || (type !== undefined && /^\s*application\/json\s*(?:;|$)/i.test(type));
}

function refuse({ name, request, response, start, observe }: Exchange, { code, message }: Refusal): void {
  refuseUnread(request, response, code, message);
  observe(name, failed(400, message), performance.now() - start);
}
