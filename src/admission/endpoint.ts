import { NoVerdictError } from '../engine/effort.js';
import { askedIn } from './asked.js';
import type { Asked } from './asked.js';
import type { Times } from './deadline.js';
import { AdmissionError } from './error.js';
import { isTargeted } from './generation.js';
import type { Generation } from './generation.js';
import { decisionOf, writeReview, writeStatus } from './response.js';
import type { Decision, Ruling } from './response.js';
import { readReview } from './review.js';
import type { Judge } from './validate.js';

/** What became of a review: the answer to send, and what the log and the metrics say of it. */
export interface Answer {
  readonly status: 200 | 400 | 500;
  /** JSON text: an AdmissionReview, or a Status when there is no verdict. */
  readonly body: string;
  readonly decision: Decision;
  /** Absent when the body was no review. */
  readonly request?: Asked;
  /** The request's kind, or other when no policy targets it: as many values as there are kinds, whatever is asked. */
  readonly countedKind: string;
  readonly findings: Ruling['findings'];
  /** Why there is no verdict. */
  readonly error?: unknown;
}

/** Answers the text of a request's body. It never rejects. */
export type Endpoint = (text: string, times: Times) => Promise<Answer>;

/** The kind that stands for all that no policy targets. */
export const OTHER = 'other';

/** Puts a judge behind the protocol: reads the review, asks with the configuration of this moment, writes the answer. */
export function createEndpoint(judge: Judge, current: () => Generation): Endpoint {
  return async (text, times) => {
    const reading = readReview(text);
    if (!reading.ok) return noVerdict(400, reading.problem, { error: reading.problem, countedKind: OTHER });
    const { request } = reading;
    const generation = current();
    const countedKind = isTargeted(generation, request.group, request.kind) ? request.kind : OTHER;
    try {
      const ruling = await judge(request, generation, times);
      const body = writeReview(request.uid, ruling);
      return {
        status: 200,
        body,
        decision: decisionOf(ruling),
        request: askedIn(request),
        countedKind,
        findings: ruling.findings,
      };
    } catch (error) {
      const status = error instanceof AdmissionError && error.code === 'invalid' ? 400 : 500;
      const message = isForUsers(error) ? error.message : 'Seaworthy could not judge this request';
      return noVerdict(status, message, { error, request: askedIn(request), countedKind });
    }
  };
}

/** Whether the message of an error was written for the user of the API. */
function isForUsers(error: unknown): error is Error {
  return error instanceof AdmissionError || error instanceof NoVerdictError;
}

function noVerdict(
  status: 400 | 500,
  message: string,
  about: Pick<Answer, 'error' | 'request' | 'countedKind'>,
): Answer {
  return { status, body: writeStatus(status, message), decision: 'error', findings: [], ...about };
}
