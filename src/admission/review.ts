import { field, isObject, objectAt, stringAt } from '../policy/json.js';
import type { JsonObject } from '../policy/json.js';
import { quote } from '../policy/quote.js';
import { isDeeperThan } from './depth.js';

export const operations = ['CREATE', 'UPDATE', 'DELETE', 'CONNECT'] as const;
export type Operation = (typeof operations)[number];

/** What the API server asks, reduced to what is looked at. */
export interface ReviewRequest {
  readonly uid: string;
  readonly group: string;
  readonly kind: string;
  readonly operation: Operation;
  /** The plural of the kind in the URL, such as deployments; a part of an object, such as its Scale, has that of the whole. */
  readonly resource: string | undefined;
  readonly subresource: string | undefined;
  /** The namespace as the API server knows it; an object in a template names none. */
  readonly namespace: string | undefined;
  /** Absent while the API server has yet to make one from generateName. */
  readonly name: string | undefined;
  readonly user: string | undefined;
  readonly object: JsonObject | undefined;
  readonly oldObject: JsonObject | undefined;
}

/** A request, or one line that says why the body is none. */
export type Reading =
  { readonly ok: true; readonly request: ReviewRequest } | { readonly ok: false; readonly problem: string };

export const API_VERSION = 'admission.k8s.io/v1';
export const KIND = 'AdmissionReview';

/** The API server's own decoder stops at this depth as well. */
const DEEPEST = 10_000;

/** Text that is shorter than this many characters is read within milliseconds however it is nested. */
const HARMLESS = 65_536;

/** Reads the text of a request's body. Nothing in the object itself has been validated. */
export function readReview(text: string): Reading {
  if (text.length > HARMLESS && isDeeperThan(text, DEEPEST)) {
    return refuse(`the body is nested more than ${DEEPEST} levels deep`);
  }
  let review: unknown;
  try {
    review = JSON.parse(text);
  } catch {
    // The parser's own message would quote the body, and so perhaps a secret.
    return refuse('the body is not JSON');
  }
  if (field(review, 'kind') !== KIND) return refuse(`the body's kind is ${shown(review, 'kind')}, not ${KIND}`);
  if (field(review, 'apiVersion') !== API_VERSION) {
    return refuse(`the review's apiVersion is ${shown(review, 'apiVersion')}; this server speaks ${API_VERSION}`);
  }
  const request = objectAt(review, 'request');
  return request === undefined ? refuse('the review has no request') : readRequest(request);
}

function readRequest(request: JsonObject): Reading {
  const uid = stringAt(request, 'uid');
  if (uid === undefined) return refuse('request.uid is missing');
  const kind = stringAt(field(request, 'kind'), 'kind');
  if (kind === undefined) return refuse('request.kind is missing');
  const operation = operations.find((known) => known === field(request, 'operation'));
  if (operation === undefined) return refuse(`request.operation is ${shown(request, 'operation')}, which is unknown`);
  const problem = problemOf(request, operation);
  if (problem !== undefined) return refuse(problem);
  return { ok: true, request: toRequest(request, { uid, kind, operation }) };
}

/** What is wrong with the parts of a request that may be absent, if anything is. */
function problemOf(request: JsonObject, operation: Operation): string | undefined {
  for (const name of ['object', 'oldObject']) {
    const value = field(request, name);
    if (value !== undefined && !isObject(value)) return `request.${name} is not an object`;
  }
  for (const name of ['namespace', 'subResource']) {
    const value = field(request, name);
    if (value !== undefined && typeof value !== 'string') return `request.${name} is not a string`;
  }
  const isWritten = operation === 'CREATE' || operation === 'UPDATE';
  return isWritten && field(request, 'object') === undefined ? 'request.object is missing' : undefined;
}

function toRequest(request: JsonObject, known: Pick<ReviewRequest, 'uid' | 'kind' | 'operation'>): ReviewRequest {
  const { uid, kind, operation } = known;
  return {
    uid,
    kind,
    operation,
    group: stringAt(field(request, 'kind'), 'group') ?? '',
    resource: stringAt(field(request, 'resource'), 'resource'),
    subresource: stringAt(request, 'subResource'),
    namespace: stringAt(request, 'namespace'),
    name: stringAt(request, 'name') ?? stringAt(field(field(request, 'object'), 'metadata'), 'name'),
    user: stringAt(field(request, 'userInfo'), 'username'),
    object: objectAt(request, 'object'),
    oldObject: objectAt(request, 'oldObject'),
  };
}

function refuse(problem: string): Reading {
  return { ok: false, problem };
}

/** A field for a message: quoted and short, or the word missing. */
function shown(value: unknown, name: string): string {
  const found = field(value, name);
  if (found === undefined) return 'missing';
  return typeof found === 'string' ? quote(found) : 'not a string';
}
