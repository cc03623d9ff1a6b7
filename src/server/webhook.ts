import { Buffer } from 'node:buffer';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { deadlineOf } from '../admission/deadline.js';
import { writeStatus } from '../admission/response.js';
import type { FailureCode } from '../admission/response.js';
import { OTHER } from '../admission/endpoint.js';
import type { Answer, Endpoint } from '../admission/endpoint.js';
import { expectedLength, LONGEST_BODY, readBody } from './body.js';
import { refuseUnread } from './failure.js';
import { isFull } from './traffic.js';
import type { Traffic } from './traffic.js';
import { inTurns } from './turn.js';

export type EndpointName = 'validate' | 'mutate';

/** Told once of every review after its answer was sent, with the time that it took in milliseconds. */
export type Observe = (endpoint: EndpointName, answer: Answer, milliseconds: number) => void;

export interface WebhookOptions {
  readonly endpoints: Readonly<Record<EndpointName, Endpoint>>;
  readonly traffic: Traffic;
  readonly observe: Observe;
}

/** The two steps that wait for the end of a turn when several reviews are there at once. */
interface Steps {
  readonly judge: (read: Read) => void;
  readonly finish: (judged: Judged) => void;
}

/** A request whose body is there. */
interface Read {
  readonly exchange: Exchange;
  readonly text: string;
}

/** A request with its answer, which is yet to be sent. */
interface Judged {
  readonly exchange: Exchange;
  readonly result: Answer;
}

/** One request with what is needed to answer it. */
interface Exchange extends WebhookOptions {
  readonly steps: Steps;
  readonly name: EndpointName;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** In milliseconds, on a clock that never goes back. */
  readonly start: number;
  /** When the headers were read, in milliseconds since 1970: the API server waits from before then. */
  readonly receivedAt: number;
}

/**
 * Answers POSTs to the two webhook paths, and gives false for everything else. It stands ahead of express, which would
 * cost as much as all policies together (docs/adr/0006-webhook-paths-before-express.md).
 */
export function createWebhooks(
  options: WebhookOptions,
): (request: IncomingMessage, response: ServerResponse) => boolean {
  const steps: Steps = { judge: inTurns((read: Read) => void judge(read)), finish: inTurns(finish) };
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

/** The endpoint whose path this is, exactly; a query may follow. */
function endpointAt(url: string): EndpointName | undefined {
  const mark = url.indexOf('?');
  const path = mark === -1 ? url : url.slice(0, mark);
  if (path === '/validate') return 'validate';
  return path === '/mutate' ? 'mutate' : undefined;
}

function answer(exchange: Exchange): void {
  const { request, response, traffic } = exchange;
  const problem = problemOf(request, traffic);
  // Room for the whole body is set aside now: many that are small so far may all grow at once.
  const reserved = problem === undefined ? expectedLength(request) : 0;
  traffic.heldBytes += reserved;
  traffic.inFlight++;
  traffic.busy.add(request.socket);
  response.once('close', () => {
    traffic.heldBytes -= reserved;
    traffic.inFlight--;
    traffic.busy.delete(request.socket);
  });
  if (problem !== undefined) {
    refuse(exchange, problem);
    return;
  }
  const onText = (text: string): void => {
    // Alone, it has nobody to share a turn with.
    if (traffic.inFlight === 1) void judge({ exchange, text });
    else exchange.steps.judge({ exchange, text });
  };
  const onTooLong = (): void => {
    refuse(exchange, tooLong);
  };
  readBody(request, { onText, onTooLong });
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
  const length = expectedLength(request);
  if (length > LONGEST_BODY) return tooLong;
  if (!isJson(request)) return wrongType;
  return isFull(traffic, length) ? full : undefined;
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

async function judge({ exchange, text }: Read): Promise<void> {
  const { name, endpoints, receivedAt, steps, traffic } = exchange;
  const given = text === '' ? failed(400, 'the body is empty') : undefined;
  const deadline = deadlineOf(timeoutOf(exchange.request.url ?? ''), receivedAt);
  const times = { now: Date.now(), deadline };
  const result = given ?? (await endpoints[name](text, times));
  if (traffic.inFlight === 1) finish({ exchange, result });
  else steps.finish({ exchange, result });
}

function finish({ exchange, result }: Judged): void {
  const { name, start, observe } = exchange;
  send(exchange, result);
  observe(name, result, performance.now() - start);
}

/** Writes head and body at once. Raw header pairs spare Node the checks of an object. */
function send({ response, traffic }: Exchange, { status, body }: Answer): void {
  const headers = ['Content-Type', 'application/json', 'Content-Length', String(Buffer.byteLength(body))];
  if (traffic.draining) headers.push('Connection', 'close');
  response.writeHead(status, headers);
  response.end(body);
}

/** The `timeout` in the query of a URL. The API server's own form is read without making a URL of it. */
function timeoutOf(url: string): string | null {
  const mark = url.indexOf('?');
  if (mark === -1) return null;
  const query = url.slice(mark + 1);
  if (query.startsWith('timeout=') && !/[&%+]/.test(query)) return query.slice('timeout='.length);
  return new URLSearchParams(query).get('timeout');
}

function failed(status: 400 | 500, message: string): Answer {
  return {
    status,
    body: writeStatus(status, message),
    decision: 'error',
    countedKind: OTHER,
    findings: [],
    error: message,
  };
}
