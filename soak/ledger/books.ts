/**
 * The state of a ledger: every task's account, how many stand where, and the incidents among them.
 * It moves accounts and keeps the sums right; what an answer means is decided in `effects.ts`.
 */
import type { Knobs } from '../../gates/record/history.js';
import { type Account, type Holder, openAccount, type Standing } from './account.js';
import type { DoubleExecution } from './double-execution.js';

/** A lease that ran out under a holder that had not settled. */
export interface LeaseExpiry {
  readonly task: string;
  readonly run: number;
  /** First instant at which the lease was dead. */
  readonly until: number;
  /** When the task was seen to be put back or given up, or null. */
  recoveredAt: number | null;
}

/** A task that ended for good by work of its own. */
interface Settlement {
  readonly at: number;
  readonly as: 'done' | 'failed';
  /** From its first submission. */
  readonly latencyMs: number;
}

/** A task that went on after a report above the hard limit. */
interface Bypass {
  readonly task: string;
  readonly at: number;
  readonly line: number;
}

export type RetryReason = 'failed' | 'lease_timeout' | 'operator_retry';

/** What the books have to know of the run. */
export interface BookTerms {
  /** Instant of `at` 0, ms since the epoch. */
  readonly startedAt: number;
  readonly knobs: Pick<Knobs, 'backoffMs' | 'hardTokens' | 'sweepMs'>;
}

/** Invariants: `counts` sums to `submitted`; `open` holds exactly the acknowledged waiting and running accounts. */
export class Books {
  readonly accounts = new Map<string, Account>();
  readonly open = new Set<Account>();
  readonly settlements: Settlement[] = [];
  readonly doubles: DoubleExecution[] = [];
  readonly expiries: LeaseExpiry[] = [];
  readonly bypasses: Bypass[] = [];
  readonly counts: Record<Standing, number> = { waiting: 0, running: 0, done: 0, failed: 0, blocked: 0 };
  readonly retries: Record<RetryReason, number> = { failed: 0, lease_timeout: 0, operator_retry: 0 };
  submitted = 0;
  lastTransitionAt = 0;
  readonly #works = new Map<string, Account[]>();

  constructor(readonly terms: BookTerms) {}

  /** The account of a task, opened when this is the first that is heard of it. */
  accountOf(submission: Parameters<typeof openAccount>[0], at: number): Account {
    const known = this.accounts.get(submission.id);
    if (known !== undefined) return known;
    const account = openAccount(submission, at);
    this.accounts.set(account.task, account);
    const siblings = this.#works.get(account.work);
    if (siblings === undefined) this.#works.set(account.work, [account]);
    else siblings.push(account);
    return account;
  }

  /** All tasks of the same work, this one among them. */
  siblings({ work }: Account): readonly Account[] {
    return this.#works.get(work) ?? [];
  }

  acknowledge(account: Account, at: number): void {
    if (account.acknowledged) return;
    account.acknowledged = true;
    this.submitted += 1;
    this.counts[account.standing] += 1;
    this.open.add(account);
    this.lastTransitionAt = at;
    this.skipWhenDone(account, at);
  }

  move(account: Account, to: Standing, at: number): void {
    this.acknowledge(account, at);
    this.counts[account.standing] -= 1;
    this.counts[to] += 1;
    account.standing = to;
    if (to === 'waiting' || to === 'running') this.open.add(account);
    else this.open.delete(account);
    this.lastTransitionAt = at;
  }

  /** Back among the waiting; work that is done already is only skipped from here. */
  waitAgain(account: Account, at: number, eligibleAt: number): void {
    account.holder = null;
    account.eligibleAt = eligibleAt;
    this.move(account, 'waiting', at);
    this.skipWhenDone(account, at);
  }

  /** A waiting task whose work another task has done counts as done: no run of it can follow. */
  skipWhenDone(account: Account, at: number): void {
    if (account.standing !== 'waiting' || !account.acknowledged) return;
    const leader = this.siblings(account).find(
      (other) => other !== account && other.completedAtLine !== null,
    );
    if (leader === undefined) return;
    account.skipped = true;
    this.move(account, 'done', at);
  }

  /** The task ended by work of its own, and no retry is to come. */
  settle(account: Account, as: 'done' | 'failed', at: number): void {
    account.holder = null;
    account.settledAt = at;
    if (as === 'failed') account.troubled = true;
    this.settlements.push({ at, as, latencyMs: at - account.submittedAt });
    this.move(account, as, at);
  }

  expire(account: Account, { run, until }: Holder, recoveredAt: number | null): void {
    account.troubled = true;
    account.holder = null;
    this.expiries.push({ task: account.task, run, until, recoveredAt });
  }

  /** The wait before the account's next run. */
  backoffMs({ retries }: Account): number {
    const { backoffMs } = this.terms.knobs;
    return backoffMs[Math.min(retries, backoffMs.length - 1)] ?? 0;
  }
}
