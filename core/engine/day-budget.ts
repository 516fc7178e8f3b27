/**
 * A budget of tokens a day for a whole queue, asked before every claim. It stops new runs, not those that run
 * already, and counts what reports have charged; so a day can end above its budget by what was running when it was
 * used up.
 */
import type { Budget } from '../guardrails/budget.js';
import { DAY, startOfDay, type ZoneMinutes } from '../queue-md/zone.js';
import type { Store } from '../store/store.js';
import { after, type Clock, type EpochMs } from '../time.js';

/** How a day stands when it is above a limit. */
export interface DayState {
  readonly state: 'above-soft' | 'used-up';
  readonly spent: number;
  /** First instant of the next day. */
  readonly until: EpochMs;
}

export interface DayBudgetTerms {
  readonly store: Pick<Store, 'tokensCharged'>;
  readonly clock: Clock;
  /** Whose days count. */
  readonly zone: ZoneMinutes;
  /** Above soft the worker says so; from hard on it claims nothing. */
  readonly budget: Budget;
  /** Told once a day for each state. */
  readonly onState: (day: DayState) => void;
}

/** Whether the present day has tokens left. The answer may throw what the store throws. */
export function dayBudget(terms: DayBudgetTerms): () => Promise<boolean> {
  const { softTokens, hardTokens } = terms.budget;
  let told = '';
  return async () => {
    const from = startOfDay(terms.clock.now(), terms.zone);
    const until = after(from, DAY);
    const spent = await terms.store.tokensCharged({ from, until });
    if (spent <= softTokens && spent < hardTokens) return true;
    const state = spent < hardTokens ? 'above-soft' : 'used-up';
    if (told !== `${from} ${state}`) terms.onState({ state, spent, until });
    told = `${from} ${state}`;
    return state === 'above-soft';
  };
}
