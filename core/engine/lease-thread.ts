/**
 * Keeps leases from a thread of its own: work that holds up this thread, be it for longer than a lease, does not lose
 * its task by that. Needs a store in a file and real time; elsewhere `keep-lease.ts` does the same in this thread.
 */
import { Worker } from 'node:worker_threads';
import { LeaseLost } from '../errors.js';
import type { Lease } from '../task/task.js';
import type { EpochMs } from '../time.js';
import type { KeptLease } from './keep-lease.js';
import { type FromLeaseThread, keyOf, type LeaseThreadTerms, type ToLeaseThread } from './lease-messages.js';

/** A thread that keeps any number of leases. */
export interface LeaseThread {
  /** Begins to renew `lease`; over a dead thread it lives as long as it was claimed for. */
  readonly keep: (lease: Lease) => KeptLease;
  /** Aborted, with the cause, when the thread ends by itself: work must stop, and its tasks go back while they can. */
  readonly dead: AbortSignal;
  /** Stops all renewals and ends the thread. @throws what it ended of by itself */
  close(): Promise<void>;
}

interface Watched {
  readonly lost: AbortController;
  readonly stopped: () => void;
  until: EpochMs;
}

/** Starts the thread. @throws what opening the store throws, as an error that says why */
export async function openLeaseThread(terms: LeaseThreadTerms): Promise<LeaseThread> {
  const thread = new Worker(new URL('./lease-thread-body.js', import.meta.url), { workerData: terms });
  const watched = new Map<string, Watched>();
  const dead = new AbortController();
  const endsByItself = (code: number) => dead.abort(deathBy(`exit code ${code}`));
  thread.once('error', (error) => dead.abort(isRefusal(error) ? error : deathBy(error.message, error)));
  thread.once('exit', endsByItself);
  const ended = new Promise<void>((resolve) => thread.once('exit', () => resolve()));
  dead.signal.addEventListener('abort', () => {
    for (const { stopped } of watched.values()) stopped();
  });
  await ready(thread, dead.signal);
  thread.on('message', (message: FromLeaseThread) => hear(message, watched));
  const say = (message: ToLeaseThread) => thread.postMessage(message);
  return {
    keep: (lease) => keepByThread(lease, { watched, say, dead: dead.signal }),
    dead: dead.signal,
    async close() {
      thread.off('exit', endsByItself);
      say({ kind: 'close' });
      await ended;
      dead.signal.throwIfAborted();
    },
  };
}

/** Resolves with the first message. @throws what the thread ended of before */
function ready(thread: Worker, dead: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    thread.once('message', () => resolve());
    dead.addEventListener('abort', () => reject(dead.reason), { once: true });
  });
}

/** A refusal of the store says all by itself; it comes from another thread, so only its fields tell it. */
function isRefusal(error: Error): boolean {
  return 'code' in error && 'effect' in error;
}

function deathBy(because: string, cause?: Error): Error {
  return new Error(
    `expected the thread that keeps leases to live as long as its worker, found that it ended by itself ` +
      `(${because}); nothing is claimed without it: start the worker again`,
    cause && { cause },
  );
}

interface Keeping {
  readonly watched: Map<string, Watched>;
  readonly say: (message: ToLeaseThread) => void;
  readonly dead: AbortSignal;
}

function keepByThread(lease: Lease, { watched, say, dead }: Keeping): KeptLease {
  const key = keyOf(lease);
  const lost = new AbortController();
  let stopped: () => void = () => undefined;
  const hasStopped = new Promise<void>((resolve) => {
    stopped = resolve;
  });
  const watch: Watched = { lost, stopped, until: lease.until };
  watched.set(key, watch);
  say({ kind: 'keep', lease });
  return {
    lost: lost.signal,
    until: () => watch.until,
    async stop() {
      if (!watched.has(key)) return;
      say({ kind: 'stop', key });
      if (!dead.aborted) await hasStopped;
      watched.delete(key);
    },
  };
}

function hear(message: FromLeaseThread, watched: ReadonlyMap<string, Watched>): void {
  const watch = 'key' in message ? watched.get(message.key) : undefined;
  if (watch === undefined) return;
  if (message.kind === 'renewed') watch.until = message.until;
  if (message.kind === 'lost') watch.lost.abort(new LeaseLost(message.because));
  if (message.kind === 'stopped') watch.stopped();
}
