/** One claim that somebody asks for, by hand or over HTTP: the task, or the reason why there is none. */
import type { ClaimTerms, Store } from '../store/store.js';
import type { InProgress, WorkerId } from '../task/task.js';

/** Why a claim that was asked for got no task. */
export const NO_TASK = ['no_pending', 'at_capacity', 'day_budget'] as const;

export type Claimed =
  | { readonly task: InProgress; readonly reason: null }
  | { readonly task: null; readonly reason: (typeof NO_TASK)[number] };

export interface AskTerms extends Required<ClaimTerms> {
  /** Whether the day has tokens left, asked before the claim; null: there is no budget a day. */
  readonly dayLeft: (() => Promise<boolean>) | null;
}

/** Claims the next task. Where nothing is runnable and the cap is reached as well, the cap is named. */
export async function claimOrSayWhy(store: Store, holder: WorkerId, terms: AskTerms): Promise<Claimed> {
  const { dayLeft, leaseFor, maxInProgress } = terms;
  if (dayLeft !== null && !(await dayLeft())) return { task: null, reason: 'day_budget' };
  const task = await store.claim(holder, { leaseFor, maxInProgress });
  if (task !== null) return { task, reason: null };
  const running = await store.list({ status: 'IN_PROGRESS', limit: maxInProgress });
  return { task, reason: running.length < maxInProgress ? 'no_pending' : 'at_capacity' };
}
