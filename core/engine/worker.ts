/**
 * One task under one lease: runs the work, keeps the lease meanwhile, settles or hands back. Work is stopped, and its
 * result discarded, as soon as the lease is lost. Knows nothing of commands or processes: `Execute` does.
 */
import { hasCode } from '../errors.js';
import type { Store } from '../store/store.js';
import type { InProgress, Lease, LeaseProof, Task } from '../task/task.js';
import { milliseconds } from '../time.js';
import { type KeptLease, keepLease, type LeaseTerms } from './keep-lease.js';
import { isPassing, persist } from './persist.js';
import { type RunOutcome, settle } from './settle.js';
import { type Budgets, watchSpending } from './spending.js';

/**
 * Does the work of one run. When `signal` is aborted it stops the work before it resolves or rejects; the signal's
 * reason says why, and the task is handed back. `spent` takes the tokens used so far, as often as they are known.
 */
export type Execute = (
  task: InProgress,
  signal: AbortSignal,
  spent: (tokens: number) => void,
) => Promise<RunOutcome>;

export interface WorkerParts extends LeaseTerms {
  readonly store: Store;
  /** Keeps a lease; absent: this thread does, and work that holds it up for long loses its task. */
  readonly keep?: (lease: Lease) => KeptLease;
  readonly execute: Execute;
  /** Limits that stop the work as soon as it says that it has passed them; absent: they are judged at its end. */
  readonly budgets?: Budgets;
  /** Aborted when the worker must stop: the work is stopped at once, and its task handed back. */
  readonly stop: AbortSignal;
}

/** How one run ended for the queue. */
export type Ending =
  | { readonly kind: 'settled'; readonly task: Task }
  | { readonly kind: 'lost'; readonly taskId: string; readonly because: string };

/** Works on a claimed task to its end. A refusal of the store loses the lease, but for @throws Corrupt */
export async function workOn(task: InProgress, parts: WorkerParts): Promise<Ending> {
  const lease = parts.keep?.(task.lease) ?? keepLease(task.lease, parts);
  const spending = watchSpending(task, lease.until, parts);
  const causes = [lease.lost, parts.stop, spending.blocked];
  const outcome = await executeUntil(causes, (signal) => parts.execute(task, signal, spending.spent));
  await lease.stop();
  const blocked = await spending.end();
  if (blocked !== null) return { kind: 'settled', task: blocked };
  if (lease.lost.aborted) return lostFor(task, lease.lost.reason);
  return settleUnder(lease, { proof: task.lease, outcome, parts });
}

/** What came of the work, which is told to stop by the first of `causes`. */
async function executeUntil(
  causes: readonly AbortSignal[],
  execute: (signal: AbortSignal) => Promise<RunOutcome>,
): Promise<RunOutcome> {
  const halt = new AbortController();
  const ended = new AbortController();
  for (const cause of causes) {
    if (cause.aborted) halt.abort(cause.reason);
    cause.addEventListener('abort', () => halt.abort(cause.reason), { signal: ended.signal });
  }
  try {
    return await execute(halt.signal);
  } catch (error) {
    if (halt.signal.aborted) return { kind: 'stopped', because: textOf(halt.signal.reason), report: null };
    return { kind: 'failed', failure: { error: textOf(error), class: 'transient' }, report: null };
  } finally {
    ended.abort();
  }
}

async function settleUnder(
  lease: KeptLease,
  run: { readonly proof: LeaseProof; readonly outcome: RunOutcome; readonly parts: WorkerParts },
): Promise<Ending> {
  const { store, clock, heartbeatEvery } = run.parts;
  try {
    const task = await persist(() => settle(store, run.proof, run.outcome), {
      clock,
      deadline: lease.until,
      firstWait: milliseconds(Math.min(50, heartbeatEvery / 8)),
    });
    return { kind: 'settled', task };
  } catch (error) {
    if (isPassing(error) || endsTheClaim(error)) return lostFor(run.proof, error);
    throw error;
  }
}

/** Refusals that say that this run no longer counts. */
function endsTheClaim(error: unknown): boolean {
  return hasCode(error, 'LEASE_LOST') || hasCode(error, 'ILLEGAL_TRANSITION') || hasCode(error, 'NOT_FOUND');
}

function lostFor(task: { readonly taskId: string } | InProgress, reason: unknown): Ending {
  if (hasCode(reason, 'CORRUPT')) throw reason;
  return { kind: 'lost', taskId: 'taskId' in task ? task.taskId : task.id, because: textOf(reason) };
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
