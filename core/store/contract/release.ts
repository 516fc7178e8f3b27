/** The conformance suite's cases on the release: a run handed back unfinished. */
import { describe, expect, it } from 'vitest';
import {
  claimed,
  draft,
  found,
  LEASE,
  latest,
  type OpenBench,
  refused,
  running,
  story,
  W2,
} from './bench.js';

const reason = 'worker stopped';

export function releaseContract(open: OpenBench): void {
  describe('release', () => {
    it('returns the task to the queue at once, and uses up no retry', async () => {
      const { store, clock } = await open();
      const { lease } = await running(store, 'A', { maxRetries: 0 });
      expect(await store.release(lease, { reason })).toMatchObject({
        status: 'PENDING',
        availableAt: clock.now(),
        retries: 0,
        run: 1,
        lastError: null,
        notes: 'released by w1: worker stopped',
      });
      expect(await claimed(store, W2)).toMatchObject({ id: 'A', run: 2, lease: { holder: 'w2', fence: 2 } });
    });

    it('is told in one event', async () => {
      const { store } = await open();
      const { lease } = await running(store);
      await store.release(lease, { reason });
      expect(await story(store, 'A')).toEqual(['added', 'picked', 'lease_released']);
      expect(await latest(store, 'A', 'lease_released')).toEqual({ holder: 'w1', reason });
    });

    it('keeps what earlier runs left: retries and the last error', async () => {
      const { store, clock } = await open();
      await store.fail((await running(store)).lease, { error: 'boom', class: 'transient' });
      await store.sweep({ limit: 10 });
      clock.advance(60_000);
      const { lease } = await claimed(store);
      expect(await store.release(lease, { reason })).toMatchObject({ retries: 1, lastError: 'boom' });
    });

    it('lets another task of the same key go first when it came first', async () => {
      const { store } = await open();
      const { lease } = await running(store, 'A', { idempotencyKey: 'k' });
      await store.enqueue(draft('B', { idempotencyKey: 'k' }));
      await store.release(lease, { reason });
      expect((await claimed(store)).id).toBe('A');
    });

    it('is refused to a stale holder, and once the lease ran out', async () => {
      const { store, clock } = await open();
      const { lease } = await running(store);
      clock.advance(LEASE);
      await refused(store.release(lease, { reason }), 'LEASE_LOST');
      expect(await found(store, 'A')).toMatchObject({ status: 'IN_PROGRESS', run: 1 });
      expect(await latest(store, 'A', 'stale_write_rejected')).toMatchObject({ action: 'release' });
    });

    it('is refused after the run was settled, and a second time', async () => {
      const { store } = await open();
      const done = await running(store, 'A');
      await store.complete(done.lease, { notes: 'ok' });
      await refused(store.release(done.lease, { reason }), 'ILLEGAL_TRANSITION');
      const { lease } = await running(store, 'B');
      await store.release(lease, { reason });
      await refused(store.release(lease, { reason }), 'LEASE_LOST');
    });

    it('needs a reason', async () => {
      const { store } = await open();
      const { lease } = await running(store);
      await refused(store.release(lease, { reason: ' ' }), 'INVALID');
    });
  });
}
