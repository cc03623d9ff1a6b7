import { stringAt, type JsonObject } from '../policy/json.js';

/**
 * `absent` is that there is no cluster anywhere; `unconfigured` is the caller's fault (a kubeconfig that is unreadable, a context that
 * does not exist); `gone` is an expired version or list token.
 */
export type ClusterErrorCode =
  | 'absent'
  | 'unconfigured'
  | 'unreachable'
  | 'unauthorized'
  | 'forbidden'
  | 'not-found'
  | 'conflict'
  | 'gone'
  | 'invalid'
  | 'other';

/** What went wrong between Seaworthy and the Kubernetes API. The message is one line and fit for a user. */
export class ClusterError extends Error {
  override readonly name = 'ClusterError';
  readonly code: ClusterErrorCode;
  /** The HTTP status, when the API server answered at all. */
  readonly status: number | undefined;
  /** The Status object that the API server sent, when it sent one. */
  readonly body: JsonObject | undefined;

  constructor(
    code: ClusterErrorCode,
    message: string,
    answer: { readonly status?: number; readonly body?: JsonObject | undefined; readonly cause?: unknown } = {},
  ) {
    super(oneLine(message), { cause: answer.cause });
    this.code = code;
    this.status = answer.status;
    this.body = answer.body;
  }
}

/** True for a ClusterError; with codes, for one that has one of them, and false then says nothing about the type. */
export function isClusterError(error: unknown): error is ClusterError;
export function isClusterError(error: unknown, ...codes: readonly ClusterErrorCode[]): boolean;
export function isClusterError(error: unknown, ...codes: readonly ClusterErrorCode[]): boolean {
  return error instanceof ClusterError && (codes.length === 0 || codes.includes(error.code));
}

/** The error that an HTTP status and a body (a Status object, or anything else) amount to. */
export function refusal(status: number, body: JsonObject | undefined): ClusterError {
  const said = stringAt(body, 'message') ?? `the API server answered ${status}`;
  const message = status === 401 ? `the API server does not accept the credentials: ${said}` : said;
  return new ClusterError(codeOf(status), message, { status, body });
}

function codeOf(status: number): ClusterErrorCode {
  const codes = new Map<number, ClusterErrorCode>([
    [400, 'invalid'],
    [401, 'unauthorized'],
    [403, 'forbidden'],
    [404, 'not-found'],
    [409, 'conflict'],
    [410, 'gone'],
    [422, 'invalid'],
    [502, 'unreachable'],
    [503, 'unreachable'],
    [504, 'unreachable'],
  ]);
  return codes.get(status) ?? 'other';
}

/** Long enough for any message of the API server that a person would read. */
const MESSAGE_LENGTH = 600;

function oneLine(text: string): string {
  const line = text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();
  return line.length <= MESSAGE_LENGTH ? line : `${line.slice(0, MESSAGE_LENGTH - 1)}…`;
}
