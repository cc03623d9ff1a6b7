import { Buffer } from 'node:buffer';
import type { Verdict } from '../engine/decide.js';
import { API_VERSION, KIND } from './review.js';

/** One change of a JSON Patch (RFC 6902). */
interface Change {
  readonly op: string;
  readonly path: string;
}

/** What was decided about a request. A patch is never empty. */
export interface Ruling {
  readonly verdict: Verdict;
  readonly patch?: readonly Change[];
  /** What was found, or added: the policies with the mode that each finding has. */
  readonly findings: readonly { readonly policy: string; readonly mode: string }[];
}

/** Nothing to say. */
export const allowed: Ruling = { verdict: { allowed: true, warnings: [], auditAnnotations: {} }, findings: [] };

/** What a review came to, as the metrics count it. */
export type Decision = 'allow' | 'warn' | 'deny' | 'patch' | 'error';

export function decisionOf({ verdict, patch }: Ruling): Decision {
  if (!verdict.allowed) return 'deny';
  if (patch !== undefined) return 'patch';
  return verdict.warnings.length > 0 ? 'warn' : 'allow';
}

const HEAD = `{"apiVersion":"${API_VERSION}","kind":"${KIND}","response":{"uid":`;

/**
 * The AdmissionReview that answers a request, as JSON text. A denial is always 403: clients would retry others.
 * Most answers are two fields long, so the text is put together from what there is.
 */
export function writeReview(uid: string, { verdict, patch }: Ruling): string {
  const { allowed, message, warnings, auditAnnotations } = verdict;
  let text = `${HEAD}${JSON.stringify(uid)},"allowed":${String(allowed)}`;
  if (!allowed) text += part('status', { code: 403, reason: 'Forbidden', message: message ?? 'not allowed' });
  if (patch !== undefined) text += part('patchType', 'JSONPatch') + part('patch', toBase64(patch));
  if (warnings.length > 0) text += part('warnings', warnings);
  if (hasKeys(auditAnnotations)) text += part('auditAnnotations', auditAnnotations);
  return `${text}}}`;
}

function part(name: string, value: unknown): string {
  return `,"${name}":${JSON.stringify(value)}`;
}

/** The statuses of HTTP that an answer without a review has. */
export type FailureCode = 400 | 404 | 405 | 413 | 415 | 500 | 503;

/** The API's word for each. */
const statusReasons: Readonly<Record<FailureCode, string>> = {
  400: 'BadRequest',
  404: 'NotFound',
  405: 'MethodNotAllowed',
  413: 'RequestEntityTooLarge',
  415: 'UnsupportedMediaType',
  500: 'InternalError',
  503: 'ServiceUnavailable',
};

/** A Status object as JSON text, the only error answer whose message the API server hands on. One line, under 200 characters. */
export function writeStatus(code: FailureCode, message: string): string {
  return JSON.stringify({
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message,
    reason: statusReasons[code],
    code,
  });
}

function toBase64(patch: readonly Change[]): string {
  return Buffer.from(JSON.stringify(patch)).toString('base64');
}

function hasKeys(object: object): boolean {
  for (const _key in object) return true;
  return false;
}
