/** One claim that somebody asks for, by hand or over HTTP: the task, or the reason why there is none. */
import type { ClaimTerms, Store } from '../store/store.js';
import type { InProgress, WorkerId } from '../task/task.js';

/** Why a claim that was asked for got no task. */
export const NO_TASK = ['no_pending', 'at_capacity'] as const;

export type Claimed =
  | { readonly task: InProgress; readonly reason: null }
  | { readonly task: null; readonly reason: (typeof NO_TASK)[number] };

/** Claims the next task. Where nothing is runnable and the cap is reached as well, the cap is named. */
export async function claimOrSayWhy(
  store: Store,
  holder: WorkerId,
  terms: Required<ClaimTerms>,
): Promise<Claimed> {
  const task = await store.claim(holder, terms);
  if (task !== null) return { task, reason: null };
  const { maxInProgress } = terms;
  const running = await store.list({ status: 'IN_PROGRESS', limit: maxInProgress });
  return { task, reason: running.length < maxInProgress ? 'no_pending' : 'at_capacity' };
}
