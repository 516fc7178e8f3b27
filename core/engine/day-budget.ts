/**
 * A budget of tokens a day for a whole queue, asked before every claim. It stops new runs, not those that run
 * already, and counts what reports have charged; so a day can end above its budget by what was running when it was
 * used up.
 */
import { DAY, startOfDay, type ZoneMinutes } from '../queue-md/zone.js';
import type { Store } from '../store/store.js';
import { after, type Clock, type EpochMs } from '../time.js';

export interface DayBudgetTerms {
  readonly store: Pick<Store, 'tokensCharged'>;
  readonly clock: Clock;
  /** Whose days count. */
  readonly zone: ZoneMinutes;
  /** Tokens a day. */
  readonly tokens: number;
  /** Told once a day. */
  readonly onUsedUp: (day: { readonly spent: number; readonly until: EpochMs }) => void;
}

/** Whether the present day has tokens left. The answer may throw what the store throws. */
export function dayBudget(terms: DayBudgetTerms): () => Promise<boolean> {
  let toldOf: EpochMs | null = null;
  return async () => {
    const from = startOfDay(terms.clock.now(), terms.zone);
    const until = after(from, DAY);
    const spent = await terms.store.tokensCharged({ from, until });
    if (spent < terms.tokens) return true;
    if (toldOf !== from) terms.onUsedUp({ spent, until });
    toldOf = from;
    return false;
  };
}
