/**
 * `orch serve` from its settings to its end: the interface over an open store, until it is told to stop. Loaded only
 * by that command, so that no other waits for a server library.
 */
import { type DayState, dayBudget } from '../engine/day-budget.js';
import { hasCode } from '../errors.js';
import type { Budget } from '../guardrails/budget.js';
import type { ZoneMinutes } from '../queue-md/zone.js';
import { whenFree } from '../store/busy.js';
import type { Store } from '../store/store.js';
import type { Log } from '../telemetry/log.js';
import type { Clock, DurationMs } from '../time.js';
import { type AccessTerms, guardOf, tokenFor } from './access.js';
import { httpApp } from './app.js';
import { listen } from './listen.js';
import { newMetrics, processRegistry } from './metrics.js';
import type { Parts } from './operation.js';
import { livePage } from './page.js';

export interface ServeTerms extends Pick<Parts, 'leaseFor' | 'maxInProgress' | 'maxRetries'> {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  /** Of all tasks in a day of the zone; null: no limit. */
  readonly dayBudget: Budget | null;
  readonly zone: ZoneMinutes;
  readonly access: AccessTerms;
  readonly port: number;
  readonly bodyLimit: number;
  readonly requestTimeout: DurationMs;
  /** How open requests are waited for at the end. */
  readonly grace: DurationMs;
  readonly busy: { readonly retries: number; readonly firstWait: DurationMs };
  /** Opens the store anew and reads it. */
  ready(): Promise<void>;
  readonly stop: AbortSignal;
  onListening(at: { readonly url: string; readonly access: 'token' | 'this machine' }): void;
}

/** Serves until `stop` is aborted. @throws ConfigError before it listens, never after */
export async function serve(terms: ServeTerms): Promise<void> {
  const { store, clock, log, access, stop } = terms;
  const token = tokenFor(access);
  let busy = 0;
  const counted = async <T>(use: (store: Store) => Promise<T>): Promise<T> => {
    try {
      return await use(store);
    } catch (error) {
      if (hasCode(error, 'BUSY')) busy += 1;
      throw error;
    }
  };
  const ask: Parts['ask'] = (use) => whenFree(() => counted(use), { clock, ...terms.busy });
  const metrics = newMetrics({ ask, clock, registry: processRegistry(), busyCount: () => busy });
  await metrics.scrape();
  const dayLeft = dayLeftOf(terms);
  const app = httpApp({ ...terms, ask, metrics, dayLeft, guard: guardOf(token), page: livePage() });
  const { host } = access;
  const server = await listen({ app, host, port: terms.port, requestTimeout: terms.requestTimeout, clock });
  log.info({ url: server.url }, 'listening');
  terms.onListening({ url: server.url, access: token === null ? 'this machine' : 'token' });
  await new Promise<void>((resolve) => {
    if (stop.aborted) resolve();
    else stop.addEventListener('abort', () => resolve());
  });
  log.info('stopping');
  await server.close(terms.grace);
  log.info('stopped');
}

/** What asks before every claim; the log is told once a day for each state. */
function dayLeftOf({ store, clock, log, zone, dayBudget: budget }: ServeTerms): Parts['dayLeft'] {
  if (budget === null) return null;
  const { softTokens, hardTokens } = budget;
  const onState = ({ state, spent, until }: DayState) =>
    state === 'above-soft'
      ? log.warn({ spent, softTokens }, 'the tokens of the day are above the soft limit')
      : log.warn(
          { spent, hardTokens, until },
          "the day's tokens are used up; no more claims before the next",
        );
  return dayBudget({ store, clock, zone, budget, onState });
}
