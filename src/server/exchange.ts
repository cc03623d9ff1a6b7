import { Buffer } from 'node:buffer';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { deadlineOf } from '../admission/deadline.js';
import type { Times } from '../admission/deadline.js';
import { OTHER } from '../admission/endpoint.js';
import type { Answer, Endpoint } from '../admission/endpoint.js';
import { writeStatus } from '../admission/response.js';
import type { Traffic } from './traffic.js';

export type EndpointName = 'validate' | 'mutate';

/** Told once of every review after its answer was sent, with the time that it took in milliseconds. */
export type Observe = (endpoint: EndpointName, answer: Answer, milliseconds: number) => void;

export interface WebhookOptions {
  readonly endpoints: Readonly<Record<EndpointName, Endpoint>>;
  readonly traffic: Traffic;
  readonly observe: Observe;
}

/** The steps that wait for the end of a turn when several reviews are there at once, and that of large bodies. */
export interface Steps {
  readonly judge: (read: Read) => void;
  readonly judgeLarge: (read: Read) => void;
  readonly finish: (judged: Judged) => void;
}

/** A request whose body is there. */
export interface Read {
  readonly exchange: Exchange;
  readonly chunks: readonly Buffer[];
  /** In bytes. */
  readonly size: number;
}

/** A request with its answer, which is yet to be sent. */
export interface Judged {
  readonly exchange: Exchange;
  readonly result: Answer;
}

/** One request with what is needed to answer it. */
export interface Exchange extends WebhookOptions {
  readonly steps: Steps;
  readonly name: EndpointName;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** In milliseconds, on a clock that never goes back. */
  readonly start: number;
  /** When the headers were read, in milliseconds since 1970: the API server waits from before then. */
  readonly receivedAt: number;
}

/** It never rejects: the endpoints do not. The bytes of the body are given back when they have become an answer. */
export async function judge({ exchange, chunks, size }: Read): Promise<void> {
  const { name, endpoints, request, receivedAt, steps, traffic } = exchange;
  const deadline = deadlineOf(timeoutOf(request.url ?? ''), receivedAt);
  const times = { now: Date.now(), clock: performance.now(), deadline };
  const result = unjudged(exchange, size, times) ?? (await endpoints[name](textOf(chunks, size), times));
  traffic.heldBytes -= size;
  if (traffic.inFlight === 1) finish({ exchange, result });
  else steps.finish({ exchange, result });
}

/** What needs no judging, or is not worth it any more. */
function unjudged({ request }: Exchange, size: number, { now, deadline }: Times): Answer | undefined {
  if (request.socket.destroyed) return gone;
  if (size === 0) return empty;
  return now > deadline ? late : undefined;
}

/** The bytes are decoded as one, for a character may be split over two chunks. */
function textOf(chunks: readonly Buffer[], size: number): string {
  const [first] = chunks;
  const whole = chunks.length === 1 && first !== undefined ? first : Buffer.concat(chunks, size);
  return whole.toString();
}

export function finish({ exchange, result }: Judged): void {
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

export function failed(status: 400 | 500, message: string): Answer {
  return {
    status,
    body: writeStatus(status, message),
    decision: 'error',
    countedKind: OTHER,
    findings: [],
    error: message,
  };
}

const empty = failed(400, 'the body is empty');

/** Nobody will read this: it is for the log. */
const gone = failed(400, 'the client did not wait for the answer');

/** Waiting for its body, or for other reviews, took all the time that the API server gives it. */
const late = failed(500, 'the body came too late, or too many came at once: no time is left to judge it');
