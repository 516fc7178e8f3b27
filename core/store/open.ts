/**
 * From a location to a store: the one place that knows which kinds of store there are.
 * It checks the options; it creates nothing unless it is told to.
 */
import { checkedBudget, DEFAULT_BUDGET } from '../guardrails/budget.js';
import { filled } from '../task/draft.js';
import { wholeFrom } from '../task/ids.js';
import { checkedBackoff, DEFAULT_BACKOFF } from '../task/retry.js';
import type { StoreOptions } from './options.js';
import { openSqliteStore } from './sqlite/sqlite-store.js';
import type { Store } from './store.js';

export type { StoreOptions } from './options.js';

/**
 * Opens the store at `location`: the path of a SQLite file, or `:memory:`.
 * @throws Invalid, StoreUnavailable, Corrupt, Busy, StoreFull
 */
export async function openStore(location: string, options: StoreOptions): Promise<Store> {
  filled(location, 'the location of the store');
  filled(options.actor, 'actor');
  if (options.maxPages !== undefined) wholeFrom(1, options.maxPages, 'maxPages');
  if (options.busyWait !== undefined) wholeFrom(0, options.busyWait, 'busyWait, in ms,');
  const budget = checkedBudget(options.budget ?? DEFAULT_BUDGET);
  const backoff = checkedBackoff(options.backoff ?? DEFAULT_BACKOFF);
  if (options.taskBudget !== undefined) checkedBudget(options.taskBudget);
  return openSqliteStore(location, { ...options, budget, backoff });
}
