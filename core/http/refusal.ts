/**
 * From a refusal to an HTTP status and the one form of every error, `{code, message, hint}`. What is not a refusal
 * is a bug: the caller learns that much and no more, the log learns all.
 */
import { CodedError, type ErrorCode } from '../errors.js';
import { inHttpWords } from './hints.js';

/** Refusals that only this interface knows. */
export type HttpCode =
  | 'UNAUTHORIZED'
  | 'FOREIGN_HOST'
  | 'NO_SUCH_ENDPOINT'
  | 'NOT_ARRIVED'
  | 'TOO_LARGE'
  | 'NOT_JSON'
  | 'NOT_READY'
  | 'INTERNAL';

const STATUSES = {
  INVALID: 400,
  USAGE: 400,
  UNAUTHORIZED: 401,
  FOREIGN_HOST: 403,
  NOT_FOUND: 404,
  NO_SUCH_ENDPOINT: 404,
  DUPLICATE_ID: 409,
  ILLEGAL_TRANSITION: 409,
  LEASE_LOST: 409,
  NOT_ARRIVED: 408,
  TOO_LARGE: 413,
  NOT_JSON: 415,
  CONFIG: 500,
  CORRUPT: 500,
  INTERNAL: 500,
  BUSY: 503,
  STORE_UNAVAILABLE: 503,
  NOT_READY: 503,
  STORE_FULL: 507,
} as const satisfies Readonly<Record<ErrorCode | HttpCode, number>>;

export type HttpStatus = (typeof STATUSES)[keyof typeof STATUSES];

/** What the caller reads. */
export interface Problem {
  readonly code: ErrorCode | HttpCode;
  readonly message: string;
  readonly hint: string | null;
}

/** Of a request that was not waited for any longer, or whose sender has left; then only the log hears of it. */
export const NOT_ARRIVED: Problem = {
  code: 'NOT_ARRIVED',
  message: 'expected the whole request, found that it stopped arriving',
  hint: 'nothing was changed; send it again, all at once',
};

/** A request this interface refuses before any question reaches the store. */
export class HttpRefusal extends Error {
  constructor(readonly problem: Problem) {
    super(problem.message);
    this.name = 'HttpRefusal';
  }
}

/** The status of a code. */
export function statusOf(code: ErrorCode | HttpCode): HttpStatus {
  return STATUSES[code];
}

/** The answer to any error. */
export function problemOf(error: unknown): Problem {
  if (error instanceof HttpRefusal) return error.problem;
  if (error instanceof CodedError) {
    const { code, message, hint } = error;
    return { code, message, hint: hint === null ? null : inHttpWords(hint) };
  }
  if (brokeOff(error)) return NOT_ARRIVED;
  return { code: 'INTERNAL', message: 'something broke inside the server', hint: 'its log says what' };
}

/** What reading a body ends in when its connection does. Nothing else here has a connection. */
function brokeOff(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ECONNRESET';
}
