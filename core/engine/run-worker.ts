/**
 * The worker as a library call: claims tasks of an open store and has a function of the caller work on each, under a
 * lease. The loop, the leases and the rules of settling are those of `orch work`.
 */
import type { WorkerReport } from '../guardrails/decision.js';
import type { Failure, Store } from '../store/store.js';
import { workerId } from '../task/ids.js';
import type { InProgress } from '../task/task.js';
import { type Clock, type DurationMs, milliseconds, seconds, systemClock } from '../time.js';
import { dispatch } from './dispatcher.js';
import { underGrace } from './grace.js';
import { type LeaseThread, openLeaseThread } from './lease-thread.js';
import type { RunOutcome } from './settle.js';
import { type Ending, type Execute, workOn } from './worker.js';

/** What a handler made of a task. A report is judged before anything else counts. */
export type Handled = { readonly report?: WorkerReport } & (
  | { readonly kind: 'done'; readonly notes: string }
  | ({ readonly kind: 'failed' } & Failure)
  | { readonly kind: 'blocked'; readonly nextAction: string }
);

/**
 * Works on one task. What it throws is a transient failure. When `signal` is aborted, its lease is lost or the worker
 * stops: whatever it then throws or returns, it should do so soon.
 */
export type Handler = (task: InProgress, signal: AbortSignal) => Promise<Handled>;

export interface WorkerOptions {
  readonly store: Store;
  /** Name of the worker: the holder of its leases. */
  readonly holder: string;
  readonly handle: Handler;
  /**
   * Path of the store's file. When it is given, leases are kept from a thread of their own, and a handler that computes
   * for longer than a lease without awaiting anything keeps its task. Absent: it would lose it.
   */
  readonly location?: string;
  /** How long a claim lives without a heartbeat; absent: 60 s. Heartbeats come every third of it. */
  readonly leaseFor?: DurationMs;
  /** The longest a lease kept from a thread is renewed; absent: 90 min. */
  readonly longestRun?: DurationMs;
  /** How often to look for work when there was none; absent: 1 s. */
  readonly pollEvery?: DurationMs;
  /** Tasks at once; absent: 1. */
  readonly concurrency?: number;
  /** `idle`: ends when nothing is left that could become runnable by itself. Absent: `stopped`. */
  readonly until?: 'stopped' | 'idle';
  /** When aborted: claims nothing more, gives handlers `grace`, then aborts their signals and returns their tasks. */
  readonly stop?: AbortSignal;
  /** Absent: 5 s. */
  readonly grace?: DurationMs;
  /** Told of each run as it ends. */
  readonly onEnding?: (ending: Ending) => void;
  /** Told of refusals that the worker survives, such as a busy store. */
  readonly onTrouble?: (error: Error) => void;
  readonly clock?: Clock;
}

/**
 * Works until it is stopped, or idle when asked to; a busy store it outlives.
 * @throws Invalid, Corrupt, StoreFull, StoreUnavailable; what the thread that keeps leases ended of by itself
 */
export async function runWorker(options: WorkerOptions): Promise<void> {
  const { location } = options;
  if (location === undefined) return loop(options, {});
  const thread = await openLeaseThread({
    location,
    store: { actor: `worker:${options.holder}` },
    ...leaseSpans(options),
    longestRun: options.longestRun ?? seconds(90 * 60),
  });
  try {
    await loop(options, thread);
  } finally {
    await thread.close();
  }
}

const never = new AbortController().signal;

function leaseSpans({ leaseFor = seconds(60) }: WorkerOptions) {
  return { leaseFor, heartbeatEvery: milliseconds(Math.max(1, Math.floor(leaseFor / 3))) };
}

async function loop(
  options: WorkerOptions,
  { keep, dead = never }: Partial<Pick<LeaseThread, 'keep' | 'dead'>>,
): Promise<void> {
  const { store, clock = systemClock, concurrency = 1, stop = never } = options;
  const spans = leaseSpans(options);
  const asked = { clock, stop, grace: options.grace ?? seconds(5), hurry: never };
  await underGrace(asked, (halt) => {
    const execute = executeOf(options.handle);
    const mustStop = AbortSignal.any([halt, dead]);
    const parts = { store, clock, ...spans, ...(keep && { keep }), execute, stop: mustStop };
    return dispatch({
      store,
      clock,
      holder: workerId(options.holder),
      launch: (task) => workOn(task, parts),
      leaseFor: spans.leaseFor,
      pollEvery: options.pollEvery ?? seconds(1),
      slots: concurrency,
      maxInProgress: null,
      maxTasks: null,
      until: options.until ?? 'stopped',
      stop: AbortSignal.any([stop, dead]),
      onEnding: options.onEnding ?? (() => undefined),
      onTrouble: options.onTrouble ?? (() => undefined),
    });
  });
}

function executeOf(handle: Handler): Execute {
  return async (task, signal): Promise<RunOutcome> => {
    const handled = await handle(task, signal);
    signal.throwIfAborted();
    const report = handled.report ?? null;
    switch (handled.kind) {
      case 'done':
        return { kind: 'done', notes: handled.notes, report };
      case 'failed':
        return { kind: 'failed', failure: { error: handled.error, class: handled.class }, report };
      case 'blocked':
        return { kind: 'blocked', nextAction: handled.nextAction, report };
    }
  };
}
