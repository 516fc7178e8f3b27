/**
 * Holds a run to its hard limits while it goes on: the first use of tokens above what is left to it is handed in at
 * once, and the judge of the store decides. A report's text is judged at the end of the run, when it is whole.
 */
import { CodedError } from '../errors.js';
import type { Budget } from '../guardrails/budget.js';
import type { Store } from '../store/store.js';
import type { InProgress, Task } from '../task/task.js';
import { type Clock, type EpochMs, milliseconds } from '../time.js';
import { persist } from './persist.js';

/** The limits that the judge of the store goes by. */
export interface Budgets {
  /** Of one run. */
  readonly budget: Budget;
  /** Of all runs of one task; null: no limit. */
  readonly taskBudget: Budget | null;
}

export interface SpendingTerms {
  readonly store: Pick<Store, 'report' | 'find' | 'tokensCharged'>;
  readonly clock: Clock;
  /** Absent: nothing is handed in before the end. */
  readonly budgets?: Budgets;
}

/** What a run spends. */
export interface Spending {
  /** Takes what the run has used so far. */
  readonly spent: (tokens: number) => void;
  /** Aborted once the guardrail has blocked the task. */
  readonly blocked: AbortSignal;
  /** Waits for what is being handed in; answers the task when it was blocked. @throws what is no refusal */
  end(): Promise<Task | null>;
}

/** Watches the run of `task`; a busy store is asked again until `deadline`. */
export function watchSpending(task: InProgress, deadline: () => EpochMs, terms: SpendingTerms): Spending {
  const { store, clock, budgets } = terms;
  const over = new AbortController();
  let highest = 0;
  let left: number | null = null;
  let handedIn = false;
  let checks: Promise<Task | null> = Promise.resolve(null);
  return {
    blocked: over.signal,
    spent(tokens) {
      if (budgets === undefined || tokens <= highest) return;
      highest = tokens;
      checks = checks.then((blocked) => blocked ?? check(tokens, budgets));
      checks.catch(() => over.abort());
    },
    end: () => checks,
  };

  async function check(tokens: number, limits: Budgets): Promise<Task | null> {
    if (handedIn) return null;
    try {
      left ??= await asked(() => leftTo(task, limits, store));
      if (tokens <= left) return null;
      const { action, applied } = await asked(() => store.report(task.lease, { tokens, text: null }));
      handedIn = true;
      if (action !== 'BLOCK' || !applied) return null;
      over.abort(new Error('the guardrail has blocked the task'));
      return await asked(() => store.find(task.id));
    } catch (error) {
      // The end of the run judges the same use again.
      if (error instanceof CodedError) return null;
      throw error;
    }
  }

  function asked<T>(operation: () => Promise<T>): Promise<T> {
    return persist(operation, { clock, deadline, firstWait: milliseconds(50) });
  }
}

/** The most tokens that the run may report: what earlier runs of its task have used is no longer left to it. */
async function leftTo(
  { id }: InProgress,
  { budget, taskBudget }: Budgets,
  store: SpendingTerms['store'],
): Promise<number> {
  if (taskBudget === null) return budget.hardTokens;
  const present = await store.find(id);
  const ofEarlierRuns = (await store.tokensCharged({ taskId: id })) - (present?.tokensUsed ?? 0);
  return Math.min(budget.hardTokens, taskBudget.hardTokens - ofEarlierRuns);
}
