/**
 * When the history shows work executed twice: two accepted settlements, two holders whose leases both live,
 * or a run begun after its work was known to be done. A second run after a lost lease is none of these.
 * It accuses only on what the history proves; what might have happened is not held against the system.
 */
import type { Account } from './account.js';

/** Two lines of the history that cannot both be right. */
export interface DoubleExecution {
  readonly kind: 'two-settlements' | 'two-holders' | 'run-after-done';
  readonly task: string;
  readonly work: string;
  readonly at: number;
  readonly line: number;
}

/** An answered claim: when and where it was called and answered. */
interface Answered {
  readonly at: number;
  readonly line: number;
  readonly invokedAtLine: number;
}

/** What a successful claim of `claimant` proves; `siblings` are all tasks of the same work, itself among them. */
export function claimProves(
  claimant: Account,
  siblings: readonly Account[],
  claim: Answered,
): DoubleExecution | null {
  const proof = { task: claimant.task, work: claimant.work, at: claim.at, line: claim.line };
  const doneBefore = siblings.some(
    ({ completedAtLine }) => completedAtLine !== null && completedAtLine < claim.invokedAtLine,
  );
  if (doneBefore) return { kind: 'run-after-done', ...proof };
  const held = siblings.some(({ holder }) => holder !== null && !holder.releasing && holder.until > claim.at);
  return held ? { kind: 'two-holders', ...proof } : null;
}

/** What an accepted settlement under `fence` proves. */
export function settlementProves(
  settler: Account,
  siblings: readonly Account[],
  settlement: {
    readonly outcome: 'complete' | 'fail';
    readonly fence: number;
    readonly at: number;
    readonly line: number;
  },
): DoubleExecution | null {
  const again = settler.settledFence === settlement.fence;
  const completedTwice =
    settlement.outcome === 'complete' && siblings.some(({ completedAtLine }) => completedAtLine !== null);
  if (!again && !completedTwice) return null;
  const { at, line } = settlement;
  return { kind: 'two-settlements', task: settler.task, work: settler.work, at, line };
}
