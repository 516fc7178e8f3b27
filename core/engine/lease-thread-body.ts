/**
 * The thread that keeps leases. It has a connection and an event loop of its own, so that work which holds up the main
 * thread does not hold up its heartbeats. Started by `lease-thread.ts` and by nothing else.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { hasCode, LeaseLost } from '../errors.js';
import { whenFree } from '../store/busy.js';
import { openStore } from '../store/open.js';
import type { Store } from '../store/store.js';
import type { Lease } from '../task/task.js';
import { milliseconds, systemClock } from '../time.js';
import { type KeptLease, keepLease } from './keep-lease.js';
import { type FromLeaseThread, keyOf, type LeaseThreadTerms, type ToLeaseThread } from './lease-messages.js';

const clock = systemClock;
const terms = workerData as LeaseThreadTerms;
const { leaseFor, heartbeatEvery, longestRun } = terms;
const tell = (message: FromLeaseThread) => parentPort?.postMessage(message);

const kept = new Map<string, KeptLease>();
const patience = { clock, retries: 30, firstWait: milliseconds(20) };
const options = { ...terms.store, clock, whenMissing: 'refuse' } as const;
const store = await whenFree(() => openStore(terms.location, options), patience);
parentPort?.on('message', (message: ToLeaseThread) => void follow(message));
tell({ kind: 'ready' });

async function follow(message: ToLeaseThread): Promise<void> {
  switch (message.kind) {
    case 'keep':
      return keep(message.lease);
    case 'stop':
      await kept.get(message.key)?.stop();
      kept.delete(message.key);
      return tell({ kind: 'stopped', key: message.key });
    case 'close':
      await Promise.all([...kept.values()].map((lease) => lease.stop()));
      await store.close();
      parentPort?.close();
  }
}

function keep(lease: Lease): void {
  const key = keyOf(lease);
  const { lost } = keptLease(lease, key);
  lost.addEventListener('abort', () => {
    // Ends the thread, for no lease can be kept over a damaged store.
    if (hasCode(lost.reason, 'CORRUPT')) throw lost.reason;
    const because = lost.reason instanceof Error ? lost.reason.message : String(lost.reason);
    tell({ kind: 'lost', key, because });
  });
}

function keptLease(lease: Lease, key: string): KeptLease {
  const deadline = clock.elapsed() + longestRun;
  const heartbeat: Store['heartbeat'] = async (proof, span) => {
    if (clock.elapsed() > deadline) {
      throw new LeaseLost(`the run of ${lease.taskId} took longer than ${longestRun / 1000} s, its longest`);
    }
    const renewed = await store.heartbeat(proof, span);
    tell({ kind: 'renewed', key, until: renewed.until });
    return renewed;
  };
  const find: Store['find'] = (id) => store.find(id);
  const keeping = keepLease(lease, { store: { heartbeat, find }, clock, leaseFor, heartbeatEvery });
  kept.set(key, keeping);
  return keeping;
}
