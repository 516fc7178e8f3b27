/**
 * Claims tasks at its own pace, as many at once as there are slots, and hands each to a `Launch`. One task's
 * trouble never ends the loop. `orch work` launches in its own process, `orch dispatcher` in processes of their
 * own.
 */
import { hasCode } from '../errors.js';
import type { Census, Store } from '../store/store.js';
import type { InProgress, WorkerId } from '../task/task.js';
import type { Clock, DurationMs } from '../time.js';
import { watchCapacity } from './capacity.js';
import { pause } from './pause.js';
import type { Ending } from './worker.js';

/**
 * Starts the work on a claimed task; resolves with how it ended, rejects when the work could not be started.
 */
export type Launch = (task: InProgress) => Promise<Ending>;

export interface DispatcherParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly holder: WorkerId;
  readonly launch: Launch;
  readonly leaseFor: DurationMs;
  readonly pollEvery: DurationMs;
  /** Tasks this dispatcher runs at once. */
  readonly slots: number;
  /** Tasks in progress in the whole queue, checked inside the claim; null: no bound. */
  readonly maxInProgress: number | null;
  /** Told when so many are in progress while another could run; once until a task is claimed again. */
  readonly onFull?: (census: Census) => void;
  /** Asked before every claim; when it answers false, nothing is claimed now. Absent: always. */
  readonly mayClaim?: () => Promise<boolean>;
  /** Claims to make before it ends; null: no bound. */
  readonly maxTasks: number | null;
  /** Looks to take before it ends; a look claims until no slot is free or nothing is runnable. Absent: no bound. */
  readonly maxTicks?: number;
  readonly until: 'stopped' | 'idle';
  readonly stop: AbortSignal;
  /** Told of each run once, with the task as it was claimed. What it returns is waited for. */
  readonly onEnding: (ending: Ending, task: InProgress) => unknown;
  /** A refusal the loop survives. */
  readonly onTrouble: (error: Error) => void;
}

/** What a loop has started. */
interface Runs {
  readonly going: Set<Promise<void>>;
  /** Aborted when there is a reason to look for work at once. */
  wake: AbortController;
  /** What a run ended with that ends the loop. */
  broken: Error | null;
}

/**
 * Runs until it is stopped, has made `maxTasks` claims or taken `maxTicks` looks, or is idle when asked to; then
 * waits for what it started. @throws what a claim is refused with, unless the store is busy; Corrupt, also by a run
 */
export async function dispatch(parts: DispatcherParts): Promise<void> {
  const runs: Runs = { going: new Set(), wake: new AbortController(), broken: null };
  try {
    await claimUntilOver(parts, runs);
  } finally {
    await Promise.all(runs.going);
  }
  if (runs.broken !== null) throw runs.broken;
}

async function claimUntilOver(parts: DispatcherParts, runs: Runs): Promise<void> {
  const { going } = runs;
  let left = parts.maxTasks ?? Number.POSITIVE_INFINITY;
  let looks = parts.maxTicks ?? Number.POSITIVE_INFINITY;
  const capacity = watchCapacity({
    ...parts,
    census: () => census(parts),
    onFull: parts.onFull ?? (() => undefined),
  });
  while (left > 0 && !parts.stop.aborted && runs.broken === null) {
    runs.wake = new AbortController();
    const free = going.size < parts.slots;
    const task = free ? await claimOne(parts) : null;
    if (task === null && free) await capacity.nothingClaimed();
    if (task !== null) {
      left -= 1;
      capacity.claimed();
      start(task, parts, runs);
    } else if (parts.until === 'idle' && going.size === 0 && (await isIdle(parts))) {
      return;
    } else {
      looks -= 1;
      if (looks <= 0) return;
      await pauseUntilWoken(parts, runs.wake);
    }
  }
}

function start(task: InProgress, parts: DispatcherParts, runs: Runs): void {
  const run = runOne(task, parts)
    .catch((error: unknown) => {
      runs.broken ??= errorOf(error);
    })
    .finally(() => {
      runs.going.delete(run);
      runs.wake.abort();
    });
  runs.going.add(run);
}

async function claimOne(parts: DispatcherParts): Promise<InProgress | null> {
  return surviving(parts, null, async () => {
    if (parts.mayClaim !== undefined && !(await parts.mayClaim())) return null;
    const { leaseFor, maxInProgress } = parts;
    const cap = maxInProgress === null ? {} : { maxInProgress };
    return parts.store.claim(parts.holder, { leaseFor, ...cap });
  });
}

async function runOne(task: InProgress, parts: DispatcherParts): Promise<void> {
  await parts.onEnding(await endingOf(task, parts), task);
}

async function endingOf(task: InProgress, parts: DispatcherParts): Promise<Ending> {
  try {
    return await parts.launch(task);
  } catch (cause) {
    if (hasCode(cause, 'CORRUPT')) throw cause;
    const error = errorOf(cause);
    parts.onTrouble(error);
    return failUnstarted(task, error, parts.store);
  }
}

function errorOf(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}

/** A task whose work never began is not left to wait for its lease to run out. */
async function failUnstarted(task: InProgress, { message }: Error, store: Store): Promise<Ending> {
  try {
    const failure = { error: `the worker could not run: ${message}`, class: 'transient' } as const;
    return { kind: 'settled', task: await store.fail(task.lease, failure) };
  } catch (refusal) {
    if (!(refusal instanceof Error) || hasCode(refusal, 'CORRUPT')) throw refusal;
    return { kind: 'lost', taskId: task.id, because: refusal.message };
  }
}

/**
 * Nothing can become runnable by itself: nothing is pending, or what is pending waits neither for an instant nor
 * for a living run. Failures that wait for a retry do not count: only a watchdog moves them.
 */
async function isIdle(parts: DispatcherParts): Promise<boolean> {
  const found = await census(parts);
  if (found === null) return false;
  const living = found.byStatus.IN_PROGRESS - found.expired;
  return found.byStatus.PENDING === 0 || (found.waiting === 0 && living <= 0);
}

function census(parts: DispatcherParts): Promise<Census | null> {
  return surviving<Census | null>(parts, null, () => parts.store.census());
}

/** `fallback` when the store is busy; every other refusal ends the loop. */
async function surviving<T>(parts: DispatcherParts, fallback: T, operation: () => Promise<T>): Promise<T> {
  try {
    return await operation();
  } catch (error) {
    if (!hasCode(error, 'BUSY')) throw error;
    parts.onTrouble(error);
    return fallback;
  }
}

async function pauseUntilWoken(parts: DispatcherParts, wake: AbortController): Promise<void> {
  const onStop = () => wake.abort();
  parts.stop.addEventListener('abort', onStop, { once: true });
  try {
    if (!parts.stop.aborted) await pause(parts.clock, parts.pollEvery, wake.signal);
  } finally {
    parts.stop.removeEventListener('abort', onStop);
  }
}
