/** From a refusal to an exit code and one line. Every command of `orch` and `ops` ends by this table. */
import { type CodedError, type ErrorCode, hasCode } from '../errors.js';
import { onOneLine } from '../queue-md/cell.js';

/** Exit codes by meaning. */
export const EXIT = { done: 0, refused: 1, usage: 2, stale: 3, found: 4, store: 5, bug: 70 } as const;

/** What `ops health` ends with: a monitor's codes, which mean nothing else anywhere. */
export const HEALTH_EXIT = { HEALTH_OK: 0, HEALTH_FAIL: 10, HEALTH_WARN: 20, HEALTH_ERROR: 30 } as const;

const exitCodes: Readonly<Record<ErrorCode, number>> = {
  INVALID: EXIT.refused,
  NOT_FOUND: EXIT.refused,
  DUPLICATE_ID: EXIT.refused,
  ILLEGAL_TRANSITION: EXIT.refused,
  USAGE: EXIT.usage,
  CONFIG: EXIT.usage,
  LEASE_LOST: EXIT.stale,
  BUSY: EXIT.store,
  STORE_FULL: EXIT.store,
  STORE_UNAVAILABLE: EXIT.store,
  CORRUPT: EXIT.store,
};

/** How a command fails: its exit code and the one line `ERROR <code>: <text>`. */
export interface ExitReport {
  readonly exitCode: number;
  readonly line: string;
}

/** The report of any error; what is not a refusal is a bug. */
export function exitReport(error: unknown): ExitReport {
  if (isRefusal(error)) {
    const hint = error.hint === null ? '' : ` — ${error.hint}`;
    return { exitCode: exitCodes[error.code], line: line(error.code, error.message + hint) };
  }
  return { exitCode: EXIT.bug, line: line('INTERNAL', traceOf(error)) };
}

function traceOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const trace = error.stack ?? error.message;
  return error.cause === undefined ? trace : `${trace} caused by ${traceOf(error.cause)}`;
}

/** A refusal that came from another thread is no `CodedError` any more, but has its fields. */
function isRefusal(error: unknown): error is CodedError {
  return (Object.keys(exitCodes) as ErrorCode[]).some((code) => hasCode(error, code));
}

/** The report of an answer that could not be printed; what the command did is not undone by that. */
export function unprintedReport(because: string): ExitReport {
  const text =
    `expected to print the answer, found that standard output cannot be written (${because}); ` +
    'what was done stays done — make room for it, then look with: orch list';
  return { exitCode: EXIT.found, line: line('OUTPUT', text) };
}

function line(code: string, text: string): string {
  return `ERROR ${code}: ${onOneLine(text.replaceAll(/\s*\n\s*/g, ' '))}`;
}
