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
  /** Begins to renew `lease`. @throws what ended the thread, when it ended by a bug */
  readonly keep: (lease: Lease) => KeptLease;
  /** Stops all renewals and ends the thread. */
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
  const ended = new Promise<void>((resolve) => thread.once('exit', () => resolve()));
  await new Promise<void>((resolve, reject) => {
    thread.once('message', () => resolve());
    thread.once('error', reject);
  });
  thread.on('message', (message: FromLeaseThread) => hear(message, watched));
  let broken: Error | null = null;
  thread.on('error', (error) => {
    broken = error;
    for (const { lost, stopped } of watched.values()) {
      lost.abort(error);
      stopped();
    }
  });
  const say = (message: ToLeaseThread) => thread.postMessage(message);
  return {
    keep(lease) {
      if (broken !== null) throw broken;
      return keepByThread(lease, watched, say);
    },
    async close() {
      say({ kind: 'close' });
      await ended;
    },
  };
}

type Say = (message: ToLeaseThread) => void;

function keepByThread(lease: Lease, watched: Map<string, Watched>, say: Say): KeptLease {
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
      await hasStopped;
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
