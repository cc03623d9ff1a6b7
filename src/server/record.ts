import type { Answer } from '../admission/endpoint.js';
import type { EndpointName } from './exchange.js';

/** The part of a logger that is used here; pino is one. */
export interface Log {
  readonly info: (fields: object, message: string) => void;
  readonly warn: (fields: object, message: string) => void;
  readonly error: (fields: object, message: string) => void;
}

/**
 * Writes the one line of a review. It names the object and who asked, and never shows any of the object: its values may
 * be secrets.
 */
export function logReview(log: Log, endpoint: EndpointName, answer: Answer, milliseconds: number): void {
  const { request, decision, findings, error } = answer;
  const fields = {
    endpoint,
    uid: request?.uid,
    operation: request?.operation,
    kind: request?.kind,
    subresource: request?.subresource,
    namespace: request?.namespace,
    name: request?.name,
    user: request?.user,
    decision,
    policies: policiesOf(findings),
    milliseconds: Math.round(milliseconds * 1000) / 1000,
  };
  if (error === undefined) log.info(fields, 'review');
  else if (answer.status === 500) log.error({ ...fields, err: error }, 'review failed');
  else log.warn({ ...fields, reason: reasonOf(error) }, 'review refused');
}

function policiesOf(findings: Answer['findings']): readonly string[] {
  return findings.length === 0 ? NONE : [...new Set(findings.map(({ policy }) => policy))];
}

const NONE: readonly string[] = [];

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
