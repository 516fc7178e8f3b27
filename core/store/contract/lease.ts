/** The conformance suite's cases on leases and the fence: who may write, until when, and what a stale writer hears. */
import { describe, expect, it } from 'vitest';
import { fencingToken, taskId } from '../../task/ids.js';
import type { LeaseProof } from '../../task/task.js';
import type { Store } from '../store.js';
import {
  type Bench,
  claimed,
  eventsOf,
  found,
  LEASE,
  latest,
  type OpenBench,
  refused,
  running,
  story,
  W1,
  W2,
} from './bench.js';

const WRITES: readonly (readonly [string, (store: Store, proof: LeaseProof) => Promise<unknown>])[] = [
  ['heartbeat', (store, proof) => store.heartbeat(proof, { leaseFor: LEASE })],
  ['report', (store, proof) => store.report(proof, { tokens: 1, text: null })],
  ['complete', (store, proof) => store.complete(proof, { notes: 'late' })],
  ['fail', (store, proof) => store.fail(proof, { error: 'late', class: 'transient' })],
  ['block', (store, proof) => store.block(proof, { nextAction: 'late' })],
  ['release', (store, proof) => store.release(proof, { reason: 'late' })],
];

/** The same worker holds the task again, under a new fence; the old proof is what a stale process still shows. */
async function reclaimed({ store, clock }: Bench): Promise<LeaseProof> {
  const stale = (await running(store)).lease;
  clock.advance(LEASE);
  await store.sweep({ limit: 10 });
  clock.advance(60_000);
  await claimed(store);
  return stale;
}

export function leaseContract(open: OpenBench): void {
  describe('heartbeat', () => {
    it('moves the end of the lease on from the present', async () => {
      const { store, clock } = await open();
      const { lease } = await running(store);
      clock.advance(LEASE - 1);
      expect(await store.heartbeat(lease, { leaseFor: LEASE })).toEqual({
        ...lease,
        until: clock.now() + LEASE,
      });
      expect(await found(store, 'A')).toMatchObject({ lease: { until: clock.now() + LEASE } });
      expect(await latest(store, 'A', 'lease_renewed')).toEqual({
        holder: 'w1',
        lease_until: clock.now() + LEASE,
      });
    });

    it('keeps a task from the watchdog as long as it comes in time', async () => {
      const { store, clock } = await open();
      const { lease } = await running(store);
      for (let beat = 0; beat < 10; beat += 1) {
        clock.advance(LEASE - 1);
        await store.heartbeat(lease, { leaseFor: LEASE });
        expect(await store.sweep({ limit: 10 })).toEqual({ requeued: [], exhausted: [] });
      }
    });

    it('never shortens a live lease when the clock steps back', async () => {
      const { store, clock } = await open();
      const { lease } = await running(store);
      clock.jumpTo(clock.now() - 30_000);
      expect((await store.heartbeat(lease, { leaseFor: LEASE })).until).toBe(lease.until);
    });

    it('refuses a lease of no length', async () => {
      const { store } = await open();
      const { lease } = await running(store);
      await refused(store.heartbeat(lease, { leaseFor: 0 as typeof LEASE }), 'INVALID');
    });
  });

  describe.each(WRITES)('the fence before %s', (action, write) => {
    it('refuses a fence that is not the highest, even from a worker of the same name', async () => {
      const bench = await open();
      const stale = await reclaimed(bench);
      const before = await found(bench.store, 'A');
      await refused(write(bench.store, stale), 'LEASE_LOST');
      expect(await found(bench.store, 'A')).toEqual(before);
    });

    it('refuses it at the very instant the lease ends', async () => {
      const { store, clock } = await open();
      const { lease } = await running(store);
      const before = await found(store, 'A');
      clock.advance(LEASE);
      await refused(write(store, lease), 'LEASE_LOST');
      expect(await found(store, 'A')).toEqual(before);
    });

    it('lets it pass one millisecond before', async () => {
      const { store, clock } = await open();
      const { lease } = await running(store);
      clock.advance(LEASE - 1);
      await write(store, lease);
      expect(await story(store, 'A')).not.toContain('stale_write_rejected');
    });

    it('refuses another worker that shows the right fence', async () => {
      const { store } = await open();
      const { lease } = await running(store);
      await refused(write(store, { ...lease, holder: W2 }), 'LEASE_LOST');
    });

    it('refuses a fence from the future', async () => {
      const { store } = await open();
      const { lease } = await running(store);
      await refused(write(store, { ...lease, fence: fencingToken(2) }), 'LEASE_LOST');
    });

    it('asks who shows what no claim was given to check it, and tells nobody to stop', async () => {
      const { store } = await open();
      const { lease } = await running(store);
      await expect(write(store, { ...lease, fence: fencingToken(2) })).rejects.toMatchObject({
        message: expect.stringContaining('token 2 was never given, the latest is 1'),
        hint: expect.stringContaining('check --token'),
      });
      await expect(write(store, { ...lease, holder: W2 })).rejects.toMatchObject({
        hint: expect.stringContaining('check --owner-session'),
      });
    });

    it('tells who shows the fence of an earlier run to stop', async () => {
      const bench = await open();
      const stale = await reclaimed(bench);
      await expect(write(bench.store, stale)).rejects.toMatchObject({
        hint: 'stop the work and discard its result; the task is no longer yours',
      });
    });

    it('leaves one event that says who tried what', async () => {
      const bench = await open();
      const stale = await reclaimed(bench);
      const before = await eventsOf(bench.store);
      await refused(write(bench.store, stale), 'LEASE_LOST');
      const events = await eventsOf(bench.store);
      expect(events.slice(0, -1)).toEqual(before);
      expect(events.at(-1)).toMatchObject({ type: 'stale_write_rejected', from: null, to: null, run: 2 });
      expect(events.at(-1)?.data).toMatchObject({ action, fence: 1, found_run: 2, holder: 'w1' });
    });

    it('refuses it while the task waits in the queue', async () => {
      const { store, clock } = await open();
      const { lease } = await running(store);
      clock.advance(LEASE);
      await store.sweep({ limit: 10 });
      await refused(write(store, lease), 'LEASE_LOST');
      expect(await found(store, 'A')).toMatchObject({ status: 'PENDING' });
    });

    it('does not know a task nobody added, and writes nothing about it', async () => {
      const { store } = await open();
      const proof = { taskId: taskId('X'), holder: W1, fence: fencingToken(1) };
      await refused(write(store, proof), 'NOT_FOUND');
      expect(await eventsOf(store)).toEqual([]);
    });
  });
}
