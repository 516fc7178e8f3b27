/** The conformance suite's cases on the reviewer gate: where each verdict leads, and whose report counts. */
import { describe, expect, it } from 'vitest';
import { fencingToken, taskId } from '../../task/ids.js';
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

const GOOD = { report: 'It is done.' };
const POOR = { report: 'half of it' };

export function reviewContract(open: OpenBench): void {
  describe('review', () => {
    it('settles a run as done that covers the criteria of its task', async () => {
      const { store, clock } = await open();
      const { lease } = await running(store);
      expect(await store.review(lease, GOOD)).toMatchObject({
        review: { verdict: 'PASS' },
        task: { status: 'DONE', settledAt: clock.now(), duplicateOf: null },
      });
      expect(await story(store, 'A')).toEqual(['added', 'picked', 'review_gate', 'done']);
      await refused(store.complete(lease, { notes: 'mine' }), 'LEASE_LOST');
    });

    it('sends back what does not, after its backoff and out of the one budget', async () => {
      const { store, clock } = await open();
      const { lease } = await running(store);
      const { task } = await store.review(lease, POOR);
      expect(task).toMatchObject({ status: 'PENDING', retries: 1, availableAt: clock.now() + 60_000 });
      expect(task.lastError).toBe('review: missing_checks:1');
      expect(await latest(store, 'A', 'retried')).toMatchObject({
        reason: 'review',
        attempt: 1,
        previous_owner: 'w1',
      });
      expect(await latest(store, 'A', 'review_gate')).toEqual({
        attempt: 0,
        max_attempts: 3,
        missing_checks: 'it is done',
        reasons: 'missing_checks:1',
        verdict: 'RETRY',
      });
    });

    it('blocks when no retry is left, and says what a person does', async () => {
      const { store } = await open();
      const { lease } = await running(store, 'A', { maxRetries: 0 });
      const { task } = await store.review(lease, POOR);
      expect(task).toMatchObject({ status: 'BLOCKED', blockedReason: 'review' });
      expect(task.nextAction).toContain('ops replan --id A');
      expect(task.notes).toContain('retry_limit_reached:0/0');
      expect(await story(store, 'A')).toEqual(['added', 'picked', 'review_gate', 'blocked']);
    });

    it('holds against other criteria when they are given', async () => {
      const { store } = await open();
      const { lease } = await running(store);
      const routed = await store.review(lease, { ...GOOD, criteria: 'it is done; signed by two' });
      expect(routed.review).toMatchObject({ verdict: 'RETRY', missing: ['signed by two'] });
    });

    it('moves nothing for the report of an earlier run', async () => {
      const { store, clock } = await open();
      const old = await running(store);
      await store.review(old.lease, POOR);
      await refused(store.review(old.lease, GOOD), 'LEASE_LOST');
      clock.advance(60_000);
      const { lease } = await claimed(store);
      await refused(store.review(old.lease, GOOD), 'LEASE_LOST');
      expect(await found(store, 'A')).toMatchObject({ status: 'IN_PROGRESS', lease });
      expect(await latest(store, 'A', 'stale_write_rejected')).toMatchObject({ action: 'review', fence: 1 });
    });

    it('moves nothing once the lease ran out, nor what waits or is done', async () => {
      const { store, clock } = await open();
      const { lease } = await running(store);
      clock.advance(LEASE);
      await refused(store.review(lease, GOOD), 'LEASE_LOST');
      await store.enqueue(draft('B'));
      await refused(store.review({ taskId: taskId('B'), fence: fencingToken(1) }, GOOD), 'LEASE_LOST');
      expect(await found(store, 'B')).toMatchObject({ status: 'PENDING' });
    });

    it('does not know a task nobody added, and writes nothing about it', async () => {
      const { store } = await open();
      await refused(store.review({ taskId: taskId('X'), fence: fencingToken(1) }, GOOD), 'NOT_FOUND');
      expect(await eventsOf(store)).toEqual([]);
    });
  });
}
