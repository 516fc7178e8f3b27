/** The conformance suite's cases on claiming: who gets which task, when, and how often. */
import { describe, expect, it } from 'vitest';
import { milliseconds } from '../../time.js';
import { claimed, draft, eventsOf, found, LEASE, type OpenBench, refused, running, W1, W2 } from './bench.js';

export function claimContract(open: OpenBench): void {
  describe('claim', () => {
    it('answers null when nothing was ever added', async () => {
      const { store } = await open();
      expect(await store.claim(W1, { leaseFor: LEASE })).toBeNull();
    });

    it('leases the task, gives it a fence and counts the run in one step', async () => {
      const { store, clock } = await open();
      const task = await running(store);
      expect(task).toMatchObject({ id: 'A', status: 'IN_PROGRESS', run: 1, startedAt: clock.now() });
      expect(task.lease).toEqual({ taskId: 'A', holder: 'w1', fence: 1, until: clock.now() + LEASE });
      expect(await found(store, 'A')).toEqual(task);
    });

    it('writes one event that carries holder, run and end of the lease', async () => {
      const { store, clock } = await open();
      await running(store);
      const [, picked, ...more] = await eventsOf(store, 'A');
      expect(picked).toMatchObject({ type: 'picked', run: 1, from: 'PENDING', to: 'IN_PROGRESS' });
      expect(picked?.data).toEqual({ holder: 'w1', lease_until: clock.now() + LEASE, run: 1 });
      expect(more).toEqual([]);
    });

    it('gives one task to one of many who ask at once', async () => {
      const { store } = await open();
      await store.enqueue(draft('A'));
      const asking = Array.from({ length: 20 }, () => store.claim(W1, { leaseFor: LEASE }));
      const winners = (await Promise.all(asking)).filter((task) => task !== null);
      expect(winners).toHaveLength(1);
    });

    it('takes P0 before P1 before P2, however old they are', async () => {
      const { store, clock } = await open();
      for (const priority of ['P2', 'P1', 'P0'] as const) {
        await store.enqueue(draft(`T${priority}`, { priority }));
        clock.advance(1_000);
      }
      const order = [await claimed(store), await claimed(store), await claimed(store)].map(({ id }) => id);
      expect(order).toEqual(['TP0', 'TP1', 'TP2']);
    });

    it('takes the first to arrive among those of one priority and instant', async () => {
      const { store } = await open();
      for (const id of ['C', 'A', 'B']) await store.enqueue(draft(id));
      const order = [await claimed(store), await claimed(store), await claimed(store)].map(({ id }) => id);
      expect(order).toEqual(['C', 'A', 'B']);
    });

    it('does not look at due times', async () => {
      const { store, clock } = await open();
      await store.enqueue(draft('A'));
      await store.enqueue(draft('B', { dueAt: clock.now() }));
      expect((await claimed(store)).id).toBe('A');
    });

    it('puts a retried task among those that became eligible with it, not first by its age', async () => {
      const { store, clock } = await open();
      const old = await running(store, 'OLD');
      await store.fail(old.lease, { error: 'boom', class: 'transient' });
      await store.sweep({ limit: 10 });
      clock.advance(59_999);
      await store.enqueue(draft('NEW'));
      clock.advance(1);
      expect((await claimed(store)).id).toBe('NEW');
      expect((await claimed(store)).id).toBe('OLD');
    });

    it('does not see a task before its backoff is over, and sees it at that instant', async () => {
      const { store, clock } = await open();
      const task = await running(store);
      await store.fail(task.lease, { error: 'boom', class: 'transient' });
      await store.sweep({ limit: 10 });
      clock.advance(59_999);
      expect(await store.claim(W1, { leaseFor: LEASE })).toBeNull();
      clock.advance(1);
      expect((await claimed(store)).lease.fence).toBe(2);
    });

    it('does not take a task whose lease ran out: only the watchdog frees it', async () => {
      const { store, clock } = await open();
      await running(store);
      clock.advance(LEASE);
      expect(await store.claim(W2, { leaseFor: LEASE })).toBeNull();
    });

    it('forgets the token use of the run before', async () => {
      const { store } = await open();
      const task = await running(store);
      await store.report(task.lease, { tokens: 100, text: null });
      await store.operate({ kind: 'cancel', id: task.id, by: 'me' });
      await store.operate({ kind: 'retry', id: task.id, by: 'me', when: 'now' });
      expect((await claimed(store)).tokensUsed).toBe(0);
    });

    it('stops at the cap on tasks in progress, and goes on below it', async () => {
      const { store } = await open();
      for (const id of ['A', 'B', 'C']) await store.enqueue(draft(id));
      const first = await claimed(store, W1, { maxInProgress: 2 });
      await claimed(store, W2, { maxInProgress: 2 });
      expect(await store.claim(W2, { leaseFor: LEASE, maxInProgress: 2 })).toBeNull();
      await store.complete(first.lease, { notes: 'ok' });
      expect((await claimed(store, W1, { maxInProgress: 2 })).id).toBe('C');
    });

    it.each([0, -5, 1.5])('refuses a lease of %d ms', async (ms) => {
      const { store } = await open();
      await refused(store.claim(W1, { leaseFor: ms as typeof LEASE }), 'INVALID');
    });

    it('refuses a holder without a name, and a cap of none', async () => {
      const { store } = await open();
      await refused(store.claim('' as typeof W1, { leaseFor: LEASE }), 'INVALID');
      await refused(store.claim(W1, { leaseFor: milliseconds(1), maxInProgress: 0 }), 'INVALID');
    });
  });
}
