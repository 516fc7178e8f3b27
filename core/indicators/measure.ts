/** Reads what the indicators rest on from a store: the log page by page, then the present state of the queue. */
import type { Store } from '../store/store.js';
import { eventSeq } from '../task/ids.js';
import type { Task } from '../task/task.js';
import { type Clock, type DurationMs, type EpochMs, milliseconds } from '../time.js';
import { type Indicators, indicatorsOf, isStale, type QueueState } from './indicators.js';
import { beginTally, type Tally } from './tally.js';

const PAGE = 1_000;

export interface MeasureTerms {
  readonly clock: Clock;
  /** Only what ended or happened within this span; null: everything. */
  readonly window: DurationMs | null;
  readonly watchEvery: DurationMs;
  /** A run that takes longer counts as stale. */
  readonly runLimit: DurationMs;
}

type Readable = Pick<Store, 'eventsAfter' | 'census' | 'list' | 'prunings'>;

/** The indicators of everything in `store`. @throws what reading a store throws */
export async function measure(store: Readable, terms: MeasureTerms): Promise<Indicators> {
  const asOf = terms.clock.now();
  const windowStart = terms.window === null ? 0 : Math.max(0, asOf - terms.window);
  const { since, tally } = await wholeTally(store, windowStart as EpochMs);
  const census = await store.census();
  const running = await store.list({
    status: 'IN_PROGRESS',
    limit: Math.max(1, census.byStatus.IN_PROGRESS),
  });
  const eligibleSince = census.oldestEligibleAt;
  const queue: QueueState = {
    pending: census.byStatus.PENDING,
    waitingForBackoff: census.waiting,
    inFlight: census.byStatus.IN_PROGRESS - census.expired,
    stale: running.filter((task) => isStale(task, { now: asOf, runLimit: terms.runLimit })).length,
    oldestEligibleAge: eligibleSince === null ? null : milliseconds(Math.max(0, asOf - eligibleSince)),
  };
  return indicatorsOf({
    tally,
    asOf,
    since,
    watchEvery: terms.watchEvery,
    queue,
    openLeases: running.flatMap(leaseEnd),
  });
}

interface Counted {
  readonly since: EpochMs;
  readonly tally: Tally;
}

/**
 * Counts from `windowStart` on, or from where the store is whole again: of what was pruned only the good ends are
 * gone. A pruning that came in between makes it count anew.
 */
async function wholeTally(store: Readable, windowStart: EpochMs): Promise<Counted> {
  for (;;) {
    const since = Math.max(windowStart, await prunedBefore(store)) as EpochMs;
    const tally = await tallyOf(store, since);
    if ((await prunedBefore(store)) <= since) return { since, tally };
  }
}

/** Before it, tasks that were done may be missing; 0 when nothing was ever pruned. */
async function prunedBefore(store: Readable): Promise<number> {
  return Math.max(0, ...(await store.prunings()).map(({ settledBefore }) => settledBefore));
}

async function tallyOf(store: Readable, since: EpochMs): Promise<Tally> {
  const { take, tally } = beginTally(since);
  let after = eventSeq(0);
  for (;;) {
    const page = await store.eventsAfter(after, { limit: PAGE });
    for (const event of page) take(event);
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) return tally();
    after = last.seq;
  }
}

function leaseEnd(task: Task): readonly EpochMs[] {
  return task.status === 'IN_PROGRESS' ? [task.lease.until] : [];
}
