/** Opens the store for one command, waits while it is busy, and closes it whatever happens. */
import type { Config } from '../config.js';
import { hasCode, NotFound } from '../errors.js';
import { type WaitTerms, whenFree } from '../store/busy.js';
import { openStore } from '../store/open.js';
import type { Store } from '../store/store.js';
import { type DurationMs, milliseconds } from '../time.js';
import type { Context } from './world.js';

export interface OpenTerms {
  /** `role:name`, written into the events. */
  readonly actor: string;
  /** Reading never creates a store. */
  readonly whenMissing: 'create' | 'refuse';
  /** `grouped` for a program with many callers; absent: `each`. */
  readonly commits?: 'grouped' | 'each';
}

/**
 * Runs `use` on an open store, and again while the store is busy. `use` makes at most one change that may not be
 * repeated, and makes it last: `Busy` promises that it did not happen.
 */
export async function withStore<T>(
  context: Context,
  terms: OpenTerms,
  use: (store: Store) => Promise<T>,
): Promise<T> {
  return withOpenStore(context, terms, (store) => patiently(context, () => use(store)));
}

/** Runs `use` once on an open store: for loops, which outlive a busy store by themselves. */
export async function withOpenStore<T>(
  context: Context,
  terms: OpenTerms,
  use: (store: Store) => Promise<T>,
): Promise<T> {
  const store = await patiently(context, () =>
    openStore(context.config.dbPath, storeOptionsOf(context, terms)),
  );
  try {
    return await use(store);
  } catch (error) {
    throw hasCode(error, 'NOT_FOUND') ? notFoundIn(context.config.dbPath, error) : error;
  } finally {
    await store.close();
  }
}

/** The task may well be there, in another store than the one that was opened. */
function notFoundIn(dbPath: string, { message }: NotFound): NotFound {
  return new NotFound(`${message} in the store ${dbPath}`, {
    hint: `list its tasks with: orch list --db ${dbPath}, or name another store with --db`,
  });
}

/** What the settings say about the store. */
export function storeOptionsOf({ config, world }: Context, terms: OpenTerms) {
  const { budget, taskBudget, backoff, durability, maxStorePages } = config;
  const pages = maxStorePages === null ? {} : { maxPages: maxStorePages };
  const ofTask = taskBudget === null ? {} : { taskBudget };
  return { ...terms, clock: world.clock, budget, ...ofTask, backoff, durability, ...pages };
}

/** Asks again while the store is busy. @throws Busy once the configured wait is used up */
export async function patiently<T>({ config, world }: Context, operation: () => Promise<T>): Promise<T> {
  return whenFree(operation, { clock: world.clock, ...busyTermsOf(config) });
}

/** How long, and how often, to wait for a busy store. */
export function busyTermsOf(config: Config): Pick<WaitTerms, 'retries' | 'firstWait'> {
  return { retries: config.busyRetries, firstWait: firstWaitOf(config) };
}

/**
 * `whenFree` doubles its waits up to sixteenfold; the first one is such that all together are the configured
 * wait.
 */
function firstWaitOf({ busyRetries, busyWait }: Config): DurationMs {
  const shares = Array.from({ length: busyRetries }, (_, tried) => Math.min(2 ** tried, 16));
  return milliseconds(
    busyWait /
      Math.max(
        1,
        shares.reduce((sum, share) => sum + share, 0),
      ),
  );
}
