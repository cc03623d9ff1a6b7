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

/** The AdmissionReview that answers a request, as JSON text. A denial is always 403: clients would retry others. */
export function writeReview(uid: string, { verdict, patch }: Ruling): string {
  const { allowed, message, warnings, auditAnnotations } = verdict;
  return JSON.stringify({
    apiVersion: API_VERSION,
    kind: KIND,
    response: {
      uid,
      allowed,
      ...(!allowed && { status: { code: 403, reason: 'Forbidden', message: message ?? 'not allowed' } }),
      ...(patch !== undefined && { patchType: 'JSONPatch', patch: toBase64(patch) }),
      ...(warnings.length > 0 && { warnings }),
      ...(hasKeys(auditAnnotations) && { auditAnnotations }),
    },
  });
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
