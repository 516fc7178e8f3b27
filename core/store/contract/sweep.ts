/** The conformance suite's cases on the watchdog's pass: what it recovers, when, and how often. */
import { describe, expect, it } from 'vitest';
import {
  claimed,
  draft,
  eventsOf,
  found,
  LEASE,
  latest,
  type OpenBench,
  refused,
  running,
  story,
} from './bench.js';

const transient = { error: 'boom', class: 'transient' } as const;

export function sweepContract(open: OpenBench): void {
  describe('sweep', () => {
    it('finds nothing to do in an empty store', async () => {
      const { store } = await open();
      expect(await store.sweep({ limit: 10 })).toEqual({ requeued: [], exhausted: [] });
    });

    it('leaves a live lease alone, and frees it at the instant it ends', async () => {
      const { store, clock } = await open();
      await running(store);
      clock.advance(LEASE - 1);
      expect(await store.sweep({ limit: 10 })).toEqual({ requeued: [], exhausted: [] });
      clock.advance(1);
      expect(await store.sweep({ limit: 10 })).toEqual({ requeued: ['A'], exhausted: [] });
    });

    it('counts the backoff from the end of the lease, however late it comes', async () => {
      const { store, clock } = await open();
      const { lease } = await running(store);
      clock.advance(10 * LEASE);
      await store.sweep({ limit: 10 });
      expect(await found(store, 'A')).toMatchObject({
        status: 'PENDING',
        retries: 1,
        availableAt: lease.until + 60_000,
        lastError: 'the lease ran out',
      });
    });

    it('counts the backoff of a failure from the failure, however late it comes', async () => {
      const { store, clock } = await open();
      await store.fail((await running(store)).lease, transient);
      const availableAt = clock.now() + 60_000;
      clock.advance(10 * LEASE);
      await store.sweep({ limit: 10 });
      expect(await found(store, 'A')).toMatchObject({ status: 'PENDING', availableAt });
      expect(await latest(store, 'A', 'retried')).toMatchObject({ not_before_ms: availableAt });
    });

    it('tells of the lease and of the retry', async () => {
      const { store, clock } = await open();
      const { lease } = await running(store);
      clock.advance(LEASE);
      await store.sweep({ limit: 10 });
      expect(await story(store, 'A')).toEqual(['added', 'picked', 'lease_expired', 'retried']);
      const told = {
        attempt: 1,
        backoff_s: 60,
        max_attempts: 3,
        not_before_ms: lease.until + 60_000,
        previous_owner: 'w1',
        reason: 'lease_timeout',
      };
      expect(await latest(store, 'A', 'retried')).toEqual(told);
      expect(await latest(store, 'A', 'lease_expired')).toEqual({ ...told, lease_until: lease.until });
    });

    it('gives up when the lease ran out and no retry is left', async () => {
      const { store, clock } = await open();
      await running(store, 'A', { maxRetries: 0 });
      clock.advance(LEASE);
      expect(await store.sweep({ limit: 10 })).toEqual({ requeued: [], exhausted: ['A'] });
      const task = await found(store, 'A');
      expect(task).toMatchObject({ status: 'FAILED', retryAt: null, failureClass: 'transient', retries: 0 });
      expect(task.nextAction).toContain('--reset-attempts');
      expect(task.notes).toContain('next: ');
      expect(await story(store, 'A')).toEqual(['added', 'picked', 'lease_expired', 'exhausted', 'failed']);
    });

    it('returns a failure to the queue at once, to be run when its backoff is over', async () => {
      const { store, clock } = await open();
      const { lease } = await running(store);
      await store.fail(lease, transient);
      const retryAt = clock.now() + 60_000;
      expect(await store.sweep({ limit: 10 })).toEqual({ requeued: ['A'], exhausted: [] });
      expect(await found(store, 'A')).toMatchObject({ status: 'PENDING', retries: 1, availableAt: retryAt });
      expect(await latest(store, 'A', 'retried')).toEqual({
        attempt: 1,
        backoff_s: 60,
        max_attempts: 3,
        not_before_ms: retryAt,
        previous_owner: 'w1',
        reason: 'failed',
      });
    });

    it('grants one retry once, however many passes there are', async () => {
      const { store, clock } = await open();
      await running(store);
      clock.advance(LEASE);
      await Promise.all([store.sweep({ limit: 10 }), store.sweep({ limit: 10 }), store.sweep({ limit: 10 })]);
      expect(await found(store, 'A')).toMatchObject({ retries: 1 });
      expect((await story(store, 'A')).filter((type) => type === 'retried')).toHaveLength(1);
    });

    it('leaves final failures, blocked and done tasks alone', async () => {
      const { store, clock } = await open();
      await store.fail((await running(store, 'F')).lease, { error: 'bad', class: 'permanent' });
      await store.block((await running(store, 'B')).lease, { nextAction: 'ask' });
      await store.complete((await running(store, 'D')).lease, { notes: 'ok' });
      clock.advance(100 * LEASE);
      expect(await store.sweep({ limit: 10 })).toEqual({ requeued: [], exhausted: [] });
    });

    it('moves no more tasks than it was allowed, the longest overdue first', async () => {
      const { store, clock } = await open();
      for (const id of ['A', 'B', 'C']) {
        await store.enqueue(draft(id));
        await claimed(store);
        clock.advance(1);
      }
      clock.advance(LEASE);
      expect((await store.sweep({ limit: 2 })).requeued).toEqual(['A', 'B']);
      expect((await store.sweep({ limit: 2 })).requeued).toEqual(['C']);
    });

    it('never revives what it freed when the clock steps back', async () => {
      const { store, clock } = await open();
      const { lease } = await running(store);
      clock.advance(LEASE);
      await store.sweep({ limit: 10 });
      clock.jumpTo(clock.now() - LEASE);
      await refused(store.complete(lease, { notes: 'late' }), 'LEASE_LOST');
      expect((await eventsOf(store, 'A')).at(-1)).toMatchObject({ type: 'stale_write_rejected' });
    });

    it('refuses a pass without a bound', async () => {
      const { store } = await open();
      await refused(store.sweep({ limit: 0 }), 'INVALID');
    });
  });
}
