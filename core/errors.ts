/**
 * Every refusal core can give, one class a code. A refusal is an expected answer and is part of a
 * method's contract; a broken assertion is a bug and is never caught.
 * Recognise a refusal by `code`: `instanceof` fails across processes and package copies.
 */
export type ErrorCode =
  | 'INVALID'
  | 'NOT_FOUND'
  | 'DUPLICATE_ID'
  | 'ILLEGAL_TRANSITION'
  | 'LEASE_LOST'
  | 'BUSY'
  | 'STORE_FULL'
  | 'STORE_UNAVAILABLE'
  | 'CORRUPT'
  | 'CONFIG'
  | 'USAGE';

interface Told {
  readonly hint?: string;
  readonly cause?: unknown;
}

/** A refusal: what was expected, what was found, and what to do next. */
export abstract class CodedError extends Error {
  abstract readonly code: ErrorCode;
  /** Whether the operation may have happened all the same. */
  readonly effect: 'none' | 'unknown' = 'none';
  /** Whether the same call, later, can succeed. Implies `effect: 'none'`. */
  readonly retryable: boolean = false;
  /** The next thing to do, as a sentence, or null when the message says it all. */
  readonly hint: string | null;

  constructor(message: string, options: Told = {}) {
    super(message, options.cause === undefined ? {} : { cause: options.cause });
    this.name = new.target.name;
    this.hint = options.hint ?? null;
  }
}

/** An argument is not what the call takes. */
export class Invalid extends CodedError {
  readonly code = 'INVALID';
}
/** There is no task of that id. */
export class NotFound extends CodedError {
  readonly code = 'NOT_FOUND';
}
/** A task of that id exists already. */
export class DuplicateId extends CodedError {
  readonly code = 'DUPLICATE_ID';
}
/** The transition table has no such step from the task's present state. */
export class IllegalTransition extends CodedError {
  readonly code = 'ILLEGAL_TRANSITION';
}
/** The caller's fence is not the highest, or its lease ran out: nothing it writes may count. */
export class LeaseLost extends CodedError {
  readonly code = 'LEASE_LOST';
}
/** The store is locked by another process; nothing was changed. */
export class Busy extends CodedError {
  readonly code = 'BUSY';
  override readonly retryable = true;
}
/** The disk, or the store's page limit, is full; nothing was changed. */
export class StoreFull extends CodedError {
  readonly code = 'STORE_FULL';
}
/**
 * The store cannot be opened, read or written: missing, read-only, or its disk fails. When the disk fails in the midst
 * of a commit nobody can know whether it took place, and `effect` says so.
 */
export class StoreUnavailable extends CodedError {
  readonly code = 'STORE_UNAVAILABLE';
  override readonly effect: CodedError['effect'];

  constructor(
    message: string,
    { effect = 'none', ...options }: Told & Partial<Pick<CodedError, 'effect'>> = {},
  ) {
    super(message, options);
    this.effect = effect;
  }
}
/** The file is not a store, or is damaged. */
export class Corrupt extends CodedError {
  readonly code = 'CORRUPT';
}
/** A setting is off; names the setting, its value and where it came from. */
export class ConfigError extends CodedError {
  readonly code = 'CONFIG';
}
/** The command line is off. */
export class UsageError extends CodedError {
  readonly code = 'USAGE';
}

/** Whether `error` is a refusal of ours with that code. */
export function hasCode<Code extends ErrorCode>(
  error: unknown,
  code: Code,
): error is CodedError & { readonly code: Code } {
  return error instanceof Error && 'code' in error && error.code === code && 'effect' in error;
}
