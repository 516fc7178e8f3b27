/**
 * What the history alone says of one task so far. The ledger writes it line by line; indicators and abort
 * conditions read it. Instants are ms on the run's clock.
 */

/** A claim that nothing has ended yet, as far as the history shows. */
export interface Holder {
  readonly fence: number;
  readonly run: number;
  /** First instant at which its lease is dead. */
  until: number;
  /** True once a call was made that ends the claim if it took effect. Such a holder accuses nobody. */
  releasing: boolean;
}

/** `waiting` includes the wait for a retry; `failed` is final. */
export type Standing = 'waiting' | 'running' | 'done' | 'failed' | 'blocked';

/** One task's account. */
export interface Account {
  readonly task: string;
  /** The idempotency key, or the task's own name when it has none: what may be completed once. */
  readonly work: string;
  readonly maxRetries: number;
  /** First submission. */
  readonly submittedAt: number;
  acknowledged: boolean;
  standing: Standing;
  claims: number;
  retries: number;
  /** Earliest next run while waiting. */
  eligibleAt: number;
  holder: Holder | null;
  /** When it became `done` or `failed`, or null. */
  settledAt: number | null;
  /** It had a transient failure or lost a lease. */
  troubled: boolean;
  /** Its latest accepted failure still waits for the watchdog. */
  failedLast: boolean;
  /** Fence of the latest accepted settlement, and line of the first accepted completion. */
  settledFence: number | null;
  completedAtLine: number | null;
  /** A report above the hard limit was answered. */
  exceeded: boolean;
  /** Line of the BLOCK answer that nobody lifted since, or null. */
  blockedAtLine: number | null;
  /** It reuses, or is about to reuse, the result of another task of its work. */
  skipped: boolean;
}

/** The account of a task at its first submission. */
export function openAccount(
  submission: { readonly id: string; readonly idempotencyKey?: string; readonly maxRetries?: number },
  submittedAt: number,
): Account {
  return {
    task: submission.id,
    work: submission.idempotencyKey ?? submission.id,
    maxRetries: submission.maxRetries ?? 3,
    submittedAt,
    acknowledged: false,
    standing: 'waiting',
    claims: 0,
    retries: 0,
    eligibleAt: submittedAt,
    holder: null,
    settledAt: null,
    troubled: false,
    failedLast: false,
    settledFence: null,
    completedAtLine: null,
    exceeded: false,
    blockedAtLine: null,
    skipped: false,
  };
}
