/** From counted events and the present state of the queue to the service's indicators. Pure; lengths in ms. */
import type { Task } from '../task/task.js';
import { type DurationMs, type EpochMs, seconds } from '../time.js';
import { ratio, type Spread, spreadOf } from './quantile.js';
import type { Ending, Story, Tally } from './tally.js';

/** How well the work goes. A rate is null when it rests on nothing, and then meets no threshold. */
export interface Indicators {
  readonly asOf: EpochMs;
  /**
   * Ends, retries and refusals before it are not counted; 0 is everything. It never lies before the latest instant
   * up to which the store was pruned.
   */
  readonly since: EpochMs;
  /** DONE by work of its own, of all tasks that ended by themselves. */
  readonly successRate: number | null;
  readonly done: number;
  readonly failedFinal: number;
  /** Tasks settled as the duplicate of another. */
  readonly skippedDuplicates: number;
  /** From arrival to the end. */
  readonly latency: Spread;
  /** Of the ended tasks that had a transient failure or lost a lease: those that ended DONE. */
  readonly recovery: { readonly rate: number | null; readonly troubled: number };
  /** Of all leases that ran out: those whose task was moved on within a watchdog interval and 5 s. */
  readonly leaseRecovery: { readonly rate: number | null; readonly expired: number };
  readonly retries: { readonly total: number; readonly byReason: Readonly<Record<string, number>> };
  readonly staleWritesRejected: number;
  readonly busyRefusals: number;
  readonly queue: QueueState;
}

/** What the queue looks like at `asOf`. */
export interface QueueState {
  readonly pending: number;
  readonly waitingForBackoff: number;
  readonly inFlight: number;
  /** In progress under a lease that ran out, or for longer than a run may take. */
  readonly stale: number;
  /** How long the longest-waiting runnable task has been runnable; null when none is. */
  readonly oldestEligibleAge: DurationMs | null;
}

/** What the indicators are computed from. */
export interface Source {
  readonly tally: Tally;
  readonly asOf: EpochMs;
  readonly since: EpochMs;
  readonly watchEvery: DurationMs;
  readonly queue: QueueState;
  /** Ends of the leases that are running out or ran out, and of which nothing has come yet. */
  readonly openLeases: readonly EpochMs[];
}

/** How late the recovery of a lease may be, beyond one watchdog interval. */
const RECOVERY_GRACE = seconds(5);

interface Ended extends Story {
  readonly ending: Ending;
}

/** Computes every indicator. */
export function indicatorsOf({ tally, asOf, since, watchEvery, queue, openLeases }: Source): Indicators {
  const ended = [...tally.stories.values()].filter(
    (story): story is Ended => story.ending !== null && story.ending.at >= since,
  );
  const own = ended.filter(({ ending }) => ending.how !== 'skipped');
  const done = own.filter(({ ending }) => ending.how === 'done');
  const troubled = own.filter((story) => story.troubled);
  const recovered = troubled.filter(({ ending }) => ending.how === 'done');
  const bound = watchEvery + RECOVERY_GRACE;
  const overdue = openLeases.filter((until) => until + bound < asOf).length;
  const inTime = tally.expiries.filter(({ until, noticedAt }) => noticedAt <= until + bound).length;
  const expired = tally.expiries.length + overdue;
  const counts = Object.values(tally.retries);
  return {
    asOf,
    since,
    successRate: ratio(done.length, own.length),
    done: done.length,
    failedFinal: own.length - done.length,
    skippedDuplicates: ended.length - own.length,
    latency: spreadOf(
      own.flatMap(({ arrivedAt, ending }) => (arrivedAt === null ? [] : [ending.at - arrivedAt])),
    ),
    recovery: { rate: ratio(recovered.length, troubled.length), troubled: troubled.length },
    leaseRecovery: { rate: ratio(inTime, expired), expired },
    retries: { total: counts.reduce((sum, count) => sum + count, 0), byReason: tally.retries },
    staleWritesRejected: tally.staleWritesRejected,
    busyRefusals: tally.busyRefusals,
    queue,
  };
}

/** Whether a task in progress needs a look: its lease ran out, or its run takes longer than `runLimit`. */
export function isStale(task: Task, at: { readonly now: EpochMs; readonly runLimit: DurationMs }): boolean {
  if (task.status !== 'IN_PROGRESS') return false;
  return task.lease.until <= at.now || task.startedAt + at.runLimit <= at.now;
}
