/**
 * The conformance suite's cases on idempotency keys: one leader runs, the others wait, and are skipped when it is done.
 */
import { describe, expect, it } from 'vitest';
import { claimed, draft, found, LEASE, latest, type OpenBench, running, story, W2 } from './bench.js';

const K = { idempotencyKey: 'k' };

export function idempotencyContract(open: OpenBench): void {
  describe('an idempotency key', () => {
    it('lets one of its tasks run at a time', async () => {
      const { store } = await open();
      await running(store, 'A', K);
      await store.enqueue(draft('B', K));
      expect(await store.claim(W2, { leaseFor: LEASE })).toBeNull();
    });

    it('does not hold up tasks of other keys, or of none', async () => {
      const { store } = await open();
      await running(store, 'A', K);
      await store.enqueue(draft('B', K));
      await store.enqueue(draft('C', { idempotencyKey: 'K' }));
      await store.enqueue(draft('D'));
      expect((await claimed(store)).id).toBe('C');
      expect((await claimed(store)).id).toBe('D');
    });

    it('is led by the first to arrive, even before a follower of higher priority', async () => {
      const { store } = await open();
      await store.enqueue(draft('A', { ...K, priority: 'P2' }));
      await store.enqueue(draft('B', { ...K, priority: 'P0' }));
      expect((await claimed(store)).id).toBe('A');
    });

    it('tells a follower once behind whom it waits', async () => {
      const { store } = await open();
      await store.enqueue(draft('A', K));
      await store.enqueue(draft('B', K));
      expect(await latest(store, 'B', 'idempotency_deferred')).toEqual({ leader_id: 'A' });
      await claimed(store);
      await store.claim(W2, { leaseFor: LEASE });
      expect(await story(store, 'B')).toEqual(['added', 'idempotency_deferred']);
      expect(await story(store, 'A')).toEqual(['added', 'picked']);
    });

    it('tells a follower of the first to arrive, or of the one in progress, among several before it', async () => {
      const { store } = await open();
      for (const id of ['A', 'B', 'C']) await store.enqueue(draft(id, K));
      expect(await latest(store, 'C', 'idempotency_deferred')).toEqual({ leader_id: 'A' });
      await store.block((await claimed(store)).lease, { nextAction: 'ask' });
      expect((await claimed(store)).id).toBe('B');
      const { id } = await found(store, 'A');
      await store.operate({ kind: 'retry', id, by: 'me', when: 'now' });
      await store.enqueue(draft('D', K));
      expect(await latest(store, 'D', 'idempotency_deferred')).toEqual({ leader_id: 'B' });
    });

    it('skips its followers as done when the leader is done, and goes on to the next task', async () => {
      const { store, clock } = await open();
      const leader = await running(store, 'A', K);
      await store.enqueue(draft('B', K));
      await store.enqueue(draft('C'));
      await store.complete(leader.lease, { notes: 'ok' });
      expect((await claimed(store)).id).toBe('C');
      const follower = await found(store, 'B');
      expect(follower).toMatchObject({ status: 'DONE', duplicateOf: 'A', settledAt: clock.now(), run: 0 });
      expect(follower.notes).toBe('duplicate of A');
      expect(await latest(store, 'B', 'idempotency_skipped')).toEqual({
        duplicate_of: 'A',
        idempotency_key: 'k',
        reason: 'already_done',
      });
      expect((await store.census()).skipped).toBe(1);
    });

    it('skips what is added after the work was done', async () => {
      const { store } = await open();
      await store.complete((await running(store, 'A', K)).lease, { notes: 'ok' });
      await store.enqueue(draft('B', K));
      expect(await store.claim(W2, { leaseFor: LEASE })).toBeNull();
      expect(await found(store, 'B')).toMatchObject({ status: 'DONE', duplicateOf: 'A' });
    });

    it('names the task that did the work, not another duplicate', async () => {
      const { store } = await open();
      const taken = await running(store, 'A', K);
      await store.block(taken.lease, { nextAction: 'ask' });
      await store.complete((await running(store, 'B', K)).lease, { notes: 'ok' });
      await store.operate({ kind: 'retry', id: taken.id, by: 'me', when: 'now' });
      expect(await store.claim(W2, { leaseFor: LEASE })).toBeNull();
      await store.enqueue(draft('C', K));
      expect(await store.claim(W2, { leaseFor: LEASE })).toBeNull();
      expect(await found(store, 'A')).toMatchObject({ status: 'DONE', duplicateOf: 'B' });
      expect(await found(store, 'C')).toMatchObject({ status: 'DONE', duplicateOf: 'B' });
    });

    it('skips any number of duplicates and still finds the work behind them', async () => {
      const { store } = await open();
      await store.complete((await running(store, 'A', K)).lease, { notes: 'ok' });
      for (let count = 0; count < 250; count += 1) await store.enqueue(draft(`D${count}`, K));
      await store.enqueue(draft('Z'));
      expect((await claimed(store)).id).toBe('Z');
      expect((await store.census()).skipped).toBe(250);
    });

    it('is still led by a task that waits for its retry', async () => {
      const { store, clock } = await open();
      const leader = await running(store, 'A', K);
      await store.enqueue(draft('B', K));
      await store.fail(leader.lease, { error: 'boom', class: 'transient' });
      expect(await store.claim(W2, { leaseFor: LEASE })).toBeNull();
      await store.sweep({ limit: 10 });
      expect(await store.claim(W2, { leaseFor: LEASE })).toBeNull();
      clock.advance(60_000);
      expect((await claimed(store)).id).toBe('A');
    });

    it.each([
      ['failed for good', 'fail'],
      ['is blocked', 'block'],
    ] as const)('passes to the next task when its leader %s', async (_, how) => {
      const { store } = await open();
      const { lease } = await running(store, 'A', K);
      await store.enqueue(draft('B', K));
      if (how === 'fail') await store.fail(lease, { error: 'bad', class: 'permanent' });
      else await store.block(lease, { nextAction: 'ask' });
      expect((await claimed(store)).id).toBe('B');
    });

    it('tells a task that an operator brings back whom it has to wait for', async () => {
      const { store } = await open();
      const first = await running(store, 'A', K);
      await store.block(first.lease, { nextAction: 'ask' });
      await running(store, 'B', K);
      await store.operate({ kind: 'retry', id: first.id, by: 'me', when: 'now' });
      expect(await latest(store, 'A', 'idempotency_deferred')).toEqual({ leader_id: 'B' });
      expect(await store.claim(W2, { leaseFor: LEASE })).toBeNull();
    });
  });
}
