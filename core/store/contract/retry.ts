/** The conformance suite's cases on the operator's retry, where the table has it and nowhere else. */
import { describe, expect, it } from 'vitest';
import { milliseconds } from '../../time.js';
import type { OperatorCommand } from '../store.js';
import { claimed, draft, LEASE, latest, type OpenBench, refused, running, story } from './bench.js';
import { cancel, exhausted, retry } from './operator-commands.js';

export function retryContract(open: OpenBench): void {
  describe('retry', () => {
    it('changes nothing when the task is pending already', async () => {
      const { store } = await open();
      const task = await store.enqueue(draft('A'));
      expect(await store.operate(retry)).toEqual(task);
      expect(await story(store, 'A')).toEqual(['added']);
    });

    it('returns a failure to the queue and counts it; the backoff stays', async () => {
      const { store, clock } = await open();
      const { lease } = await running(store);
      await store.fail(lease, { error: 'boom', class: 'transient' });
      const task = await store.operate(retry);
      expect(task).toMatchObject({ status: 'PENDING', retries: 1, availableAt: clock.now() + 60_000 });
      expect(await latest(store, 'A', 'retried')).toEqual({
        attempt: 1,
        backoff: 'kept',
        backoff_s: 60,
        by: 'operator:me',
        max_attempts: 3,
        not_before_ms: clock.now() + 60_000,
        previous_owner: null,
        reason: 'operator_retry',
      });
    });

    it('clears the backoff when it is told to, and says so', async () => {
      const { store, clock } = await open();
      const { lease } = await running(store);
      await store.fail(lease, { error: 'boom', class: 'transient' });
      expect(await store.operate({ ...retry, when: 'now' } as OperatorCommand)).toMatchObject({
        availableAt: clock.now(),
      });
      expect(await latest(store, 'A', 'retried')).toMatchObject({ backoff: 'cleared', backoff_s: 0 });
      expect((await claimed(store)).lease.fence).toBe(2);
    });

    it('clears the backoff of a task that is back in the queue, says so, and counts nothing', async () => {
      const { store, clock } = await open();
      await running(store);
      clock.advance(LEASE);
      await store.sweep({ limit: 10 });
      clock.advance(10_000);
      expect(await store.operate({ ...retry, when: 'now' } as OperatorCommand)).toMatchObject({
        status: 'PENDING',
        retries: 1,
        availableAt: clock.now(),
      });
      expect(await latest(store, 'A', 'backoff_cleared')).toEqual({
        by: 'operator:me',
        cleared_ms: 50_000,
        not_before_ms: clock.now(),
      });
      expect((await claimed(store)).lease.fence).toBe(2);
    });

    it('leaves no event when there is no backoff to clear', async () => {
      const { store } = await open();
      const task = await store.enqueue(draft('A'));
      expect(await store.operate({ ...retry, when: 'now' } as OperatorCommand)).toEqual(task);
      expect(await story(store, 'A')).toEqual(['added']);
    });

    it('waits its backoff from the moment a task was blocked', async () => {
      const { store, clock } = await open();
      const { lease } = await running(store);
      await store.block(lease, { nextAction: 'ask' });
      const blockedAt = clock.now();
      clock.advance(10_000);
      expect(await store.operate(retry)).toMatchObject({ availableAt: blockedAt + 60_000 });
    });

    it('does not shorten the backoff of a task that was cancelled while it waited', async () => {
      const { store, clock } = await open({ backoff: [milliseconds(600_000), milliseconds(1_000)] });
      await store.fail((await running(store)).lease, { error: 'boom', class: 'transient' });
      const retryAt = clock.now() + 600_000;
      await store.sweep({ limit: 10 });
      await store.operate(cancel);
      expect(await store.operate(retry)).toMatchObject({ status: 'PENDING', availableAt: retryAt });
    });

    it('refuses running work whose lease is alive, and takes it when the lease ran out', async () => {
      const { store, clock } = await open();
      const { lease } = await running(store);
      await refused(store.operate(retry), 'ILLEGAL_TRANSITION');
      clock.advance(LEASE);
      expect(await store.operate(retry)).toMatchObject({
        status: 'PENDING',
        availableAt: lease.until + 60_000,
      });
    });

    it('refuses when the retries are used up, and points at the reset', async () => {
      const { store } = await open();
      await exhausted(store);
      await expect(store.operate(retry)).rejects.toMatchObject({
        code: 'ILLEGAL_TRANSITION',
        hint: expect.stringContaining('--reset-attempts'),
      });
      expect(await story(store, 'A')).toContain('transition_rejected');
    });
  });
}
